"""Become a mentor, and be one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.consent import Purpose
from alumni.domain.errors.mentoring import HomeNeeded, MentoringConsentNeeded, MentorSettled, MentorUnknown
from alumni.domain.mentor import Mentor, Offering, Training
from alumni.handlers.access import home_of
from alumni.handlers.stale import again_when_stale
from alumni.ports import Members
from alumni.ports.audit import Audit
from alumni.ports.consents import Consents
from alumni.ports.mentoring import MentorGrants, Sobriety

Decision = Callable[[Mentor], None]


@dataclass(frozen=True, kw_only=True)
class ApplyAsMentor:
    """A member wants to walk with others."""

    member_id: str
    training: Training
    offering: Offering


def apply_as_mentor(
    command: ApplyAsMentor,
    *,
    mentors: MentorGrants,
    members: Members,
    consents: Consents,
    sobriety: Sobriety,
    at: datetime,
) -> Mentor:
    """Ask the home centre to be a mentor.

    Raises MentoringConsentNeeded, HomeNeeded, SobrietyTooShort, MentorSettled.
    """
    ensure_consent(command.member_id, consents, at)
    centre_id = home_of(command.member_id, members)
    if centre_id is None:
        raise HomeNeeded
    mentor = Mentor.apply(
        command.member_id,
        centre_id,
        training=command.training,
        offering=command.offering,
        sober_since=sobriety.started_at(command.member_id),
        at=at,
    )
    try:
        mentors.add(mentor)
    except MentorSettled:
        return change_mentor(command.member_id, lambda known: known.apply_again(mentor), mentors=mentors)
    return mentor


def ensure_consent(member_id: str, consents: Consents, at: datetime) -> None:
    """Refuse who has not agreed to mentoring; raises MentoringConsentNeeded."""
    if not consents.granted(member_id, Purpose.MENTORING, at=at):
        raise MentoringConsentNeeded


def change_mentor(member_id: str, decide: Decision, *, mentors: MentorGrants) -> Mentor:
    """Load, decide and save; begin again where somebody else saved in between. Raises MentorUnknown."""

    def attempt() -> Mentor:
        mentor = mentors.get(member_id)
        decide(mentor)
        mentors.save(mentor)
        return mentor

    return again_when_stale(attempt)


def approve_mentor(
    caller: Caller,
    member_id: str,
    *,
    mentors: MentorGrants,
    sobriety: Sobriety,
    audit: Audit,
    at: datetime,
) -> Mentor:
    """Say yes for the caller's centre; raises as `Mentor.approve`, MentorUnknown for another centre's."""
    sober_since = sobriety.started_at(member_id)

    def decide(mentor: Mentor) -> None:
        _ensure_own(caller, mentor)
        mentor.approve(caller.member_id, sober_since=sober_since, at=at)

    mentor = change_mentor(member_id, decide, mentors=mentors)
    audit.record("mentor.approved", by=caller.member_id, about=member_id, at=at, centre_id=mentor.centre_id)
    return mentor


def decline_mentor(
    caller: Caller, member_id: str, *, mentors: MentorGrants, audit: Audit, at: datetime
) -> Mentor:
    """Say no for the caller's centre, also after a yes; raises MentorUnknown, OwnApplication."""

    def decide(mentor: Mentor) -> None:
        _ensure_own(caller, mentor)
        mentor.decline(caller.member_id, at=at)

    mentor = change_mentor(member_id, decide, mentors=mentors)
    audit.record("mentor.declined", by=caller.member_id, about=member_id, at=at, centre_id=mentor.centre_id)
    return mentor


def _ensure_own(caller: Caller, mentor: Mentor) -> None:
    if not caller.coordinates(mentor.centre_id):
        raise MentorUnknown
