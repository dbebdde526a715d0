"""Partners, and the check-ins that they read."""

from chassis.clock import utc_now
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.scenes.mentoring import walking
from tests.contracts.walk.stage import ROOT, Cast, Scene

PARTNERSHIPS = "/api/alumni/partnerships"
CHECK_INS = "/api/alumni/me/check-ins"


def _proposed(cast: Cast) -> str:
    handle = cast.member("other side").handle.spelling
    return str(cast.make("owner", "/partnerships", {"handle": handle})["id"])


def partners(cast: Cast) -> str:
    """Make the owner and the other side partners."""
    partnership_id = _proposed(cast)
    answer = cast.call("other side", "POST", f"{ROOT}/partnerships/{partnership_id}/acceptance")
    assert answer.status_code < 300, answer.json
    return partnership_id


def _check_in(cast: Cast) -> str:
    cast.make("owner", "/me/check-ins", {"sober": True})
    return utc_now().date().isoformat()[:7]  # its month: the day is that of the member


def read_by_a_partner(cast: Cast) -> Scene:
    """Read how the owner is, as a partner."""
    return Scene(names={"partnership_id": partners(cast)}, shows=_check_in(cast))


def read_by_the_mentor(cast: Cast) -> Scene:
    """Read how the owner is, as the mentor whom they chose."""
    pair_id = walking(cast)
    cast.make("owner", "/me/check-ins", {"sober": True, "note": "Tea.", "note_for": [pair_id]})
    return Scene(names={"pair_id": pair_id}, shows="Tea.")


def own_check_in(cast: Cast) -> Scene:
    """See one's own."""
    return Scene(shows=_check_in(cast))


def a_day(_cast: Cast) -> Scene:
    """Say it of a day."""
    return Scene(words={"day": "2026-01-12"})


SCENES: Scenes = {
    ("POST", PARTNERSHIPS): nothing,
    ("GET", PARTNERSHIPS): lambda cast: Scene(shows=_proposed(cast)),
    ("POST", f"{PARTNERSHIPS}/<id:partnership_id>/acceptance"): lambda cast: Scene(
        names={"partnership_id": _proposed(cast)}
    ),
    ("DELETE", f"{PARTNERSHIPS}/<id:partnership_id>"): lambda cast: Scene(
        names={"partnership_id": partners(cast)}
    ),
    ("POST", CHECK_INS): nothing,
    ("PUT", f"{CHECK_INS}/<date:day>"): a_day,
    ("POST", f"{CHECK_INS}/<date:day>/reach-out"): a_day,
    ("GET", CHECK_INS): own_check_in,
    ("GET", f"{CHECK_INS}/trend"): nothing,
    ("GET", "/api/alumni/me/check-in-plan"): nothing,
    ("PUT", "/api/alumni/me/check-in-plan"): nothing,
    ("GET", f"{PARTNERSHIPS}/<id:partnership_id>/check-ins"): read_by_a_partner,
    ("GET", "/api/alumni/pairs/<id:pair_id>/check-ins"): read_by_the_mentor,
}
