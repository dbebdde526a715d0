"""Moving: the owner, without a home, moves to the centre."""

from datetime import timedelta

from alumni.domain.member import Member
from alumni.handlers.profile import change
from chassis.clock import to_rfc3339, utc_now
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.stage import Cast, Scene

MINE = "/api/alumni/me/moves"
THEIRS = "/api/alumni/centre/moves"


def _move(cast: Cast) -> str:
    change(cast.owner, Member.leave_home, members=cast.stores.members)
    until = to_rfc3339(utc_now() + timedelta(days=7))
    consent = {"recipient": CENTRE, "purpose": "transfer", "expires_at": until}
    return str(cast.make("owner", "/me/moves", {"consent": consent})["id"])


def a_move(cast: Cast) -> Scene:
    """Decide about a move."""
    return Scene(names={"move_id": _move(cast)})


def a_listed_move(cast: Cast) -> Scene:
    """See a move."""
    return Scene(shows=_move(cast))


SCENES: Scenes = {
    ("POST", MINE): nothing,
    ("GET", MINE): a_listed_move,
    ("DELETE", f"{MINE}/<id:move_id>"): a_move,
    ("GET", THEIRS): a_listed_move,
    ("POST", f"{THEIRS}/<id:move_id>/acceptance"): a_move,
    ("DELETE", f"{THEIRS}/<id:move_id>"): a_move,
    ("GET", "/api/alumni/me/leaving"): nothing,
    ("PUT", "/api/alumni/me/leaving"): nothing,
}
