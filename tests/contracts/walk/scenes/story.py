"""Stories: the owner writes them, another centre reviews them."""

from typing import Any

from alumni.domain.consent import NOTICE
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.alumni.story_cast import DRAFT
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.stage import ROOT, Cast, Scene

MINE = "/api/alumni/me/stories"
ONE = f"{MINE}/<id:story_id>"
READ = "/api/alumni/stories"
REVIEW = "/api/alumni/reviews/<id:story_id>"
PICKS = f"{READ}/picks/<any(cravings, triggers, work, family, money, slips, health, hope):topic>"


def _draft(cast: Cast) -> str:
    return str(cast.make("owner", "/me/stories", DRAFT)["id"])


def _submitted(cast: Cast) -> str:
    """Ask for a review, by the network as well by now."""
    story_id = _draft(cast)
    cast.make("owner", f"/me/stories/{story_id}/submission")
    cast.stores.database["stories"].update_one({"_id": story_id}, {"$set": {"network_at": utc_now()}})
    return story_id


def _accepted(cast: Cast) -> str:
    story_id = _submitted(cast)
    for step in ("lease", "acceptance"):
        answer = cast.call("coordinator elsewhere", "POST", f"{ROOT}/reviews/{story_id}/{step}")
        assert answer.status_code < 300, answer.json
    return story_id


def _published(cast: Cast, audience: str) -> str:
    story_id = _accepted(cast)
    cast.make("owner", f"/me/stories/{story_id}/publication", {"audience": audience, "notice": NOTICE})
    return story_id


def a_draft(**body: Any) -> Any:
    """Do something to a draft of the owner."""
    return lambda cast: Scene(names={"story_id": _draft(cast)}, sends={"json": body} if body else {})


def a_masked_draft(cast: Cast) -> Scene:
    """Contest a mask of a draft."""
    return Scene(
        names={"story_id": _draft(cast)},
        sends={"json": {"part": "text", "place": 0}},
        after_all=frozenset({"mask-lasts"}),
    )


def a_publication(cast: Cast) -> Scene:
    """Say yes to readers of an accepted story."""
    said = {"audience": "network", "notice": NOTICE}
    return Scene(names={"story_id": _accepted(cast)}, sends={"json": said})


def revoked(cast: Cast) -> Scene:
    """Take a published story back."""
    return Scene(names={"story_id": _published(cast, "network")})


def readable(cast: Cast) -> Scene:
    """Read a story that every member may read."""
    return Scene(names={"story_id": _published(cast, "network")}, after_all=frozenset({"own-story"}))


def of_the_centre(cast: Cast) -> Scene:
    """Read a story that is for everybody."""
    return Scene(names={"story_id": _published(cast, "public")})


def a_translation(cast: Cast) -> Scene:
    """Say yes to somebody's translation of a story of the owner."""
    story_id = _published(cast, "network")
    translation = cast.make("other side", "/me/stories", {**DRAFT, "original_id": story_id})
    return Scene(names={"story_id": story_id, "translation_id": translation["id"]})


def reviewed(**body: Any) -> Any:
    """Decide about a story that waits, without having taken it."""
    return lambda cast: Scene(
        names={"story_id": _submitted(cast)},
        sends={"json": body} if body else {},
        after_all=frozenset({"review-not-taken"}),
    )


def anything(_cast: Cast) -> Scene:
    """Take a word back, be there such a story or not."""
    return Scene(words={"story_id": new_id(), "topic": "hope"})


SCENES: Scenes = {
    ("POST", MINE): nothing,
    ("GET", MINE): lambda cast: Scene(shows=_draft(cast)),
    ("GET", ONE): a_draft(),
    ("PATCH", ONE): a_draft(title="Another"),
    ("DELETE", ONE): a_draft(),
    ("POST", f"{ONE}/masks"): a_draft(part="text", start=0, stop=1, kind="name"),
    ("POST", f"{ONE}/masks/contested"): a_masked_draft,
    ("POST", f"{ONE}/submission"): a_draft(),
    ("POST", f"{ONE}/publication"): a_publication,
    ("DELETE", f"{ONE}/publication"): revoked,
    ("GET", f"{ONE}/translations"): a_draft(),
    ("PUT", f"{ONE}/translations/<id:translation_id>"): a_translation,
    ("GET", READ): lambda cast: Scene(shows=_published(cast, "network")),
    ("GET", f"{READ}/<id:story_id>"): readable,
    ("PUT", f"{READ}/<id:story_id>/helped"): readable,
    ("DELETE", f"{READ}/<id:story_id>/helped"): anything,
    ("PUT", PICKS): anything,
    ("DELETE", PICKS): anything,
    ("GET", "/api/alumni/public/stories"): nothing,
    ("GET", "/api/alumni/public/stories/<id:story_id>"): of_the_centre,
    ("GET", "/api/alumni/reviews"): lambda cast: Scene(shows=_submitted(cast)),
    ("POST", f"{REVIEW}/lease"): reviewed(),
    ("POST", f"{REVIEW}/masks"): reviewed(part="text", place=0, lifted=True),
    ("POST", f"{REVIEW}/acceptance"): reviewed(),
    ("POST", f"{REVIEW}/return"): reviewed(note="Say more."),
}
