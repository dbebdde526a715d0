"""One's own sobriety and what it reached."""

from datetime import timedelta

from alumni.domain.reached import Audience, ReachedMilestone
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.scenes.partnerships import partners
from tests.contracts.walk.stage import ROOT, Cast, Scene

MILESTONES = "/api/alumni/milestones"
MINE = "/api/alumni/me/milestones"


def a_slip(cast: Cast) -> Scene:
    """Take back a slip of the owner."""
    since = (utc_now() - timedelta(days=40)).date().isoformat()
    cast.call("owner", "PUT", f"{ROOT}/me/sobriety", json={"since": since})
    return Scene(names={"slip_id": cast.make("owner", "/me/sobriety/slips", {})["slip_id"]})


def _milestone(cast: Cast) -> str:
    milestone = ReachedMilestone(
        id=new_id(), member_id=cast.owner, milestone="30-days", reached_at=utc_now() - timedelta(days=1)
    )
    cast.stores.milestones.add_once(milestone)
    return milestone.id


def a_milestone(cast: Cast) -> Scene:
    """Share a milestone of the owner, or do so no more."""
    return Scene(
        names={"milestone_id": _milestone(cast)},
        words={"audience": "partners"},
        sends={"json": {"audience": "partners"}},
    )


def a_shared_milestone(cast: Cast) -> Scene:
    """Congratulate the owner, who shared a milestone with the partners."""
    partners(cast)
    milestone_id = _milestone(cast)
    cast.make("owner", f"/me/milestones/{milestone_id}/shares", {"audience": Audience.PARTNERS.value})
    return Scene(names={"milestone_id": milestone_id}, sends={"json": {"word": "well-done"}})


SCENES: Scenes = {
    ("GET", "/api/alumni/me/sobriety"): nothing,
    ("PUT", "/api/alumni/me/sobriety"): nothing,
    ("POST", "/api/alumni/me/sobriety/slips"): nothing,
    ("DELETE", "/api/alumni/me/sobriety/slips/<id:slip_id>"): a_slip,
    ("GET", MINE): lambda cast: Scene(shows=_milestone(cast)),
    ("POST", f"{MINE}/<id:milestone_id>/shares"): a_milestone,
    (
        "DELETE",
        f"{MINE}/<id:milestone_id>/shares/<any(partners, mentor, centre, network):audience>",
    ): a_milestone,
    ("GET", MILESTONES): nothing,
    ("PUT", f"{MILESTONES}/<id:milestone_id>/congratulations"): a_shared_milestone,
    ("DELETE", f"{MILESTONES}/<id:milestone_id>/congratulations"): lambda _cast: Scene(
        words={"milestone_id": new_id()}
    ),
}
