"""What is kept of somebody, being erased, and contacts that were opened."""

from datetime import timedelta
from typing import Any

from alumni.domain.break_glass import Glass
from alumni.domain.erasure import Erasure
from alumni.domain.export import Export, Progress
from alumni.handlers.erasure import WORD
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Scenes
from tests.contracts.walk.stage import Cast, Scene

ME, GLASSES = "/api/alumni/me", "/api/alumni/break-glass"
REASON = "They wrote a farewell an hour ago."


def an_erasure(cast: Cast) -> Scene:
    """Have everybody be about to be erased, with some days to think."""
    for member_id in cast.ids.values():
        erasure = Erasure.ask(new_id(), member_id, grace=timedelta(days=3), at=utc_now())
        cast.stores.erasures.add_once(erasure)
    return Scene(shows=cast.stores.erasures.of(cast.owner).id)


def an_export(cast: Cast) -> Scene:
    """Have an export that is ready."""
    export = Export.ask(new_id(), cast.owner, at=utc_now())
    with cast.stores.export_files.writing(export.id, cast.owner, utc_now()):
        pass
    cast.stores.exports.add_once(export)
    export.finish(Progress(), at=utc_now())
    cast.stores.exports.save(export)
    return Scene(names={"export_id": export.id})


def a_glass(cast: Cast, *, opened: bool = False) -> str:
    """Have somebody ask for the owner's contact."""
    glass = Glass.ask(
        new_id(), cast.owner, CENTRE, by=new_id(), reason=REASON, channels=("sms",), at=utc_now()
    )
    if opened:
        glass.confirm(new_id(), at=utc_now())
    cast.stores.glasses.add(glass)
    return glass.id


OPENING: dict[str, Any] = {"json": {"threat_to_life": True, "reason": REASON, "channels": ["sms"]}}

SCENES: Scenes = {
    ("POST", f"{ME}/erasure"): lambda _: Scene(sends={"json": {"word": WORD}}),
    ("GET", f"{ME}/erasure"): an_erasure,
    ("DELETE", f"{ME}/erasure"): lambda cast: Scene(sends=an_erasure(cast).sends),
    ("POST", f"{ME}/exports"): lambda _: Scene(),
    ("GET", f"{ME}/exports/<id:export_id>"): an_export,
    ("GET", f"{ME}/exports/<id:export_id>/data.json"): an_export,
    ("GET", f"{ME}/exports/<id:export_id>/page.html"): an_export,
    ("POST", "/api/alumni/centre/members/<id:member_id>/break-glass"): lambda cast: Scene(
        names={"member_id": cast.owner}, sends=OPENING
    ),
    ("GET", GLASSES): lambda cast: Scene(shows=a_glass(cast)),
    ("POST", f"{GLASSES}/<id:glass_id>/confirmation"): lambda cast: Scene(names={"glass_id": a_glass(cast)}),
    ("GET", f"{ME}/break-glass"): lambda cast: Scene(shows=a_glass(cast, opened=True)),
}
