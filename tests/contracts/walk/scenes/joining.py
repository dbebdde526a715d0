"""Invitations and the home centre."""

from typing import Any

from alumni.domain.invitation import draw_code
from alumni.domain.member import Member, Role
from alumni.handlers.profile import change
from tests.contracts.walk.expected import CENTRE, PARTS
from tests.contracts.walk.scenes.maker import Scenes, nothing, saying
from tests.contracts.walk.stage import Cast, Scene

INVITATIONS = "/api/alumni/centre/invitations"
WAITING = "/api/alumni/centre/joining"


def _invitation(cast: Cast) -> dict[str, Any]:
    return dict(cast.make("coordinator", "/centre/invitations", {"count": 1})["items"][0])


def a_listed_invitation(cast: Cast) -> Scene:
    """See an invitation of the centre."""
    return Scene(shows=_invitation(cast)["id"])


def an_invitation(cast: Cast) -> Scene:
    """Withdraw an invitation of the centre."""
    return Scene(names={"invitation_id": _invitation(cast)["id"]})


def a_code(cast: Cast) -> Scene:
    """Print an invitation of the centre."""
    return Scene(
        sends={"json": {"codes": [_invitation(cast)["code"]]}}, instead={"json": {"codes": [draw_code()]}}
    )


def homeless(cast: Cast) -> Scene:
    """Wish for a home centre, as somebody who has none."""
    for part, played in PARTS.items():
        if Role.MEMBER in played.roles:
            change(cast.ids[part], Member.leave_home, members=cast.stores.members)
    return Scene(sends={"json": {"centre_id": CENTRE}})


def _waits(cast: Cast) -> str:
    change(cast.owner, Member.leave_home, members=cast.stores.members)
    change(cast.owner, lambda member: member.wish_home(CENTRE), members=cast.stores.members)
    return cast.owner


def somebody_waiting(cast: Cast) -> Scene:
    """Decide about the owner, who waits for the centre's word."""
    return Scene(names={"member_id": _waits(cast)})


SCENES: Scenes = {
    ("POST", INVITATIONS): saying(count=1),
    ("GET", INVITATIONS): a_listed_invitation,
    ("DELETE", f"{INVITATIONS}/<id:invitation_id>"): an_invitation,
    ("POST", f"{INVITATIONS}/sheet"): a_code,
    ("POST", "/api/alumni/invitations/qr"): saying(code=draw_code()),
    ("POST", "/api/alumni/me/home"): homeless,
    ("DELETE", "/api/alumni/me/home"): nothing,
    ("GET", WAITING): lambda cast: Scene(shows=_waits(cast)),
    ("POST", f"{WAITING}/<id:member_id>/confirmation"): somebody_waiting,
    ("DELETE", f"{WAITING}/<id:member_id>"): somebody_waiting,
}
