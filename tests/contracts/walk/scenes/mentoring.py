"""Mentors, mentees and blocks: the owner is the mentee, and the other side the mentor."""

from datetime import timedelta

from alumni.domain.contact import Language
from alumni.domain.mentor import Hours, Mentor, MentorState, Offering, Topic, Training
from alumni.domain.pair import Pair
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Scenes, nothing, saying
from tests.contracts.walk.stage import Cast, Scene

PAIRS = "/api/alumni/pairs"
PAIR = f"{PAIRS}/<id:pair_id>"
MENTORS = "/api/alumni/centre/mentors"
REPORTS = "/api/alumni/centre/reports"
COHORTS = "/api/alumni/centre/cohorts"
OFFERING = Offering(
    languages=frozenset({Language.ENGLISH}),
    topics=frozenset({Topic.WORK}),
    hours=frozenset({Hours.WEEKDAY_EVENINGS}),
)


def _mentor(cast: Cast, part: str, state: MentorState) -> str:
    """Make somebody a mentor of the centre, or an applicant, who is long sober."""
    long_ago = utc_now() - timedelta(days=400)
    mentor = Mentor(
        id=cast.ids[part],
        centre_id=CENTRE,
        training=Training(course="Peer support", finished_on=long_ago.date()),
        offering=OFFERING,
        applied_at=long_ago,
        state=state,
    )
    cast.stores.mentors.add(mentor)
    cast.stores.database["sobriety"].insert_one({"_id": mentor.id, "started_at": long_ago})
    return mentor.id


def an_application(cast: Cast) -> Scene:
    """Decide about the owner, who wants to be a mentor."""
    return Scene(names={"member_id": _mentor(cast, "owner", MentorState.APPLIED)})


def a_listed_application(cast: Cast) -> Scene:
    """See who wants to be a mentor."""
    return Scene(shows=_mentor(cast, "owner", MentorState.APPLIED))


def _invitation(cast: Cast) -> str:
    _mentor(cast, "owner", MentorState.APPROVED)
    return str(cast.make("owner", "/me/invitations", {})["id"])


def _proposed(cast: Cast) -> Pair:
    mentor_id = _mentor(cast, "other side", MentorState.APPROVED)
    return cast.stores.pairs.add(
        Pair.propose(new_id(), mentor_id, cast.owner, CENTRE, asked_by=None, at=utc_now())
    )


def walking(cast: Cast) -> str:
    """Let the two walk together."""
    pair = _proposed(cast)
    for each in pair.member_ids:
        pair.accept(each, at=utc_now())
    cast.stores.pairs.save(pair)
    return pair.id


def a_proposal(cast: Cast) -> Scene:
    """Say yes or no to walking together."""
    return Scene(names={"pair_id": _proposed(cast).id})


def a_pair(cast: Cast) -> Scene:
    """Do something in a pair."""
    return Scene(names={"pair_id": walking(cast)}, after_all=frozenset({"renewal-too-early"}))


def its_goals(cast: Cast) -> Scene:
    """Agree on goals."""
    return Scene(names={"pair_id": walking(cast)}, sends={"json": {"goals": ["Walk"]}})


def its_contacts(cast: Cast) -> Scene:
    """Log a contact."""
    contact = {"how": "call", "minutes": 9, "went": "good"}
    return Scene(names={"pair_id": walking(cast)}, sends={"json": contact})


def a_report(cast: Cast) -> str:
    """Report the other side to the centre."""
    return str(cast.make("owner", f"/pairs/{walking(cast)}/reports", {"reason": "unsafe"})["id"])


def a_draft(cast: Cast) -> Scene:
    """See or confirm a draft of the centre."""
    made = cast.make("coordinator", "/centre/cohorts", {"member_ids": [cast.owner]})
    return Scene(names={"cohort_id": made["id"]}, sends={"json": {}})


def a_block(cast: Cast) -> Scene:
    """See whom the owner has blocked."""
    whom = cast.ids["outsider"]
    cast.stores.blocks.add(cast.owner, whom, at=utc_now())
    return Scene(shows=whom)


def somebody(_cast: Cast) -> Scene:
    """Block or unblock anybody, be there such a member or not."""
    return Scene(words={"member_id": new_id()})


SCENES: Scenes = {
    ("POST", "/api/alumni/me/mentor"): nothing,
    ("GET", "/api/alumni/me/mentor"): nothing,
    ("DELETE", "/api/alumni/me/mentor"): nothing,
    ("PUT", "/api/alumni/me/mentor/offering"): nothing,
    ("PUT", "/api/alumni/me/mentor/pause"): nothing,
    ("GET", MENTORS): a_listed_application,
    ("POST", f"{MENTORS}/<id:member_id>/approval"): an_application,
    ("POST", f"{MENTORS}/<id:member_id>/refusal"): an_application,
    ("POST", "/api/alumni/me/invitations"): nothing,
    ("GET", "/api/alumni/me/invitations"): lambda cast: Scene(shows=_invitation(cast)),
    ("DELETE", "/api/alumni/me/invitations/<id:invitation_id>"): lambda cast: Scene(
        names={"invitation_id": _invitation(cast)}
    ),
    ("PUT", "/api/alumni/me/mentor-wish"): nothing,
    ("GET", "/api/alumni/me/mentor-wish"): nothing,
    ("DELETE", "/api/alumni/me/mentor-wish"): nothing,
    ("GET", "/api/alumni/me/mentor-suggestions"): nothing,
    ("POST", PAIRS): nothing,
    ("GET", PAIRS): lambda cast: Scene(shows=_proposed(cast).id),
    ("GET", PAIR): a_pair,
    ("POST", f"{PAIR}/acceptance"): a_proposal,
    ("POST", f"{PAIR}/refusal"): a_proposal,
    ("PUT", f"{PAIR}/goals"): its_goals,
    ("POST", f"{PAIR}/contacts"): its_contacts,
    ("POST", f"{PAIR}/renewal"): a_pair,
    ("POST", f"{PAIR}/ending"): a_pair,
    ("POST", f"{PAIR}/reports"): lambda cast: Scene(
        names={"pair_id": walking(cast)}, sends={"json": {"reason": "unsafe"}}
    ),
    ("GET", "/api/alumni/centre/pairs"): lambda cast: Scene(shows=walking(cast)),
    ("GET", REPORTS): lambda cast: Scene(shows=a_report(cast)),
    ("POST", f"{REPORTS}/<id:report_id>/closing"): lambda cast: Scene(names={"report_id": a_report(cast)}),
    ("POST", COHORTS): saying(member_ids=[new_id()]),
    ("GET", f"{COHORTS}/<id:cohort_id>"): a_draft,
    ("POST", f"{COHORTS}/<id:cohort_id>/confirmation"): a_draft,
    ("PUT", "/api/alumni/me/blocks/<id:member_id>"): somebody,
    ("DELETE", "/api/alumni/me/blocks/<id:member_id>"): somebody,
    ("GET", "/api/alumni/me/blocks"): a_block,
}
