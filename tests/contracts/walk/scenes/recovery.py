"""Winning an account back."""

from alumni.domain.recovery import Recovery
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Scenes
from tests.contracts.walk.scenes.service import an_attempt
from tests.contracts.walk.stage import Cast, Scene

RECOVERIES = "/api/alumni/recoveries"


def a_wish(cast: Cast) -> Scene:
    """Hold the code of a new contact."""
    attempt_id, code = an_attempt(cast)
    named = {"handle": cast.member("owner").handle.spelling, "centre_id": CENTRE}
    return Scene(sends={"json": {"attempt_id": attempt_id, "code": code, **named}})


def _asked(cast: Cast) -> str:
    recovery = Recovery.ask(new_id(), cast.owner, CENTRE, cast.stage.contact(), at=utc_now())
    cast.stores.recoveries.add(recovery)
    return recovery.id


def a_recovery(cast: Cast) -> Scene:
    """Decide about a recovery of the owner."""
    return Scene(names={"recovery_id": _asked(cast)}, sends={"json": {"in_person": True}})


SCENES: Scenes = {
    ("POST", "/api/alumni/sign-in/recoveries"): a_wish,
    ("GET", RECOVERIES): lambda cast: Scene(shows=_asked(cast)),
    ("POST", f"{RECOVERIES}/<id:recovery_id>/approvals"): a_recovery,
    ("DELETE", f"{RECOVERIES}/<id:recovery_id>"): a_recovery,
}
