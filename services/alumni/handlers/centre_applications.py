"""Apply for a centre, answer what the network asks, and accept the agreement."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.centre import Centre
from alumni.domain.centre_details import Details, Licence
from alumni.domain.errors import CentreUnknown, MemberUnknown
from alumni.domain.errors.centres import CoordinatesAnother
from alumni.domain.member import Member, Role
from alumni.handlers.profile import change
from alumni.handlers.stale import again_when_stale
from alumni.ports import Members
from alumni.ports.centres import PartnerCentres
from chassis.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Application:
    """What an applicant says of a centre."""

    name: str
    city: str
    details: Details
    licence: Licence


def apply_for_centre(
    caller: Caller, said: Application, *, centres: PartnerCentres, members: Members, at: datetime
) -> Centre:
    """Ask for a centre to take part; a member has one open application at a time.

    Raises ApplicationOpen, CoordinatesAnother, LicenceOver, MemberUnknown.
    """
    ensure_coordinates_no_other(members.get(caller.member_id), None)
    centre = Centre.apply(new_id(), caller.member_id, said.name, said.city, said.details, said.licence, at=at)
    centres.apply(centre)
    return centre


def change_application(
    caller: Caller, centre_id: str, said: Application, *, centres: PartnerCentres, at: datetime
) -> Centre:
    """Say something else of a centre until it is decided; raises CentreUnknown, NotItsTurn, LicenceOver."""
    return change_own(
        caller,
        centre_id,
        lambda centre: centre.change(said.name, said.city, said.details, said.licence, at=at),
        centres=centres,
    )


def answer_question(
    caller: Caller, centre_id: str, question_id: str, text: str, *, centres: PartnerCentres, at: datetime
) -> Centre:
    """Answer what the network asked; raises CentreUnknown, QuestionUnknown, NotItsTurn."""
    return change_own(
        caller, centre_id, lambda centre: centre.answer(question_id, text, at=at), centres=centres
    )


def accept_agreement(
    caller: Caller,
    centre_id: str,
    version: str,
    *,
    centres: PartnerCentres,
    members: Members,
    at: datetime,
) -> Centre:
    """Let an approved centre take part, with its applicant as coordinator.

    Raises CentreUnknown, NotItsTurn, AgreementOutdated, LicenceOver, CoordinatesAnother.
    """
    ensure_coordinates_no_other(members.get(caller.member_id), centre_id)
    change_own(caller, centre_id, lambda centre: centre.accept_agreement(version, at=at), centres=centres)
    return appoint_founder(centre_id, centres=centres, members=members)


def appoint_founders(*, centres: PartnerCentres, members: Members) -> int:
    """Appoint the first coordinators that a crash left unappointed; tell how many."""
    found = list(centres.appointing())
    for centre_id in found:
        appoint_founder(centre_id, centres=centres, members=members)
    return len(found)


def appoint_founder(centre_id: str, *, centres: PartnerCentres, members: Members) -> Centre:
    """Make who applied for a centre its coordinator; both steps may be taken twice.

    Somebody who erased the account meanwhile is not appointed: the operator appoints another one.
    """
    founder = centres.get(centre_id).appointing
    if founder:
        with suppress(MemberUnknown):
            change(founder, lambda member: member.appoint_coordinator(centre_id), members=members)
    return change_centre(centre_id, Centre.appointed, centres=centres)


def ensure_coordinates_no_other(member: Member, centre_id: str | None) -> None:
    """Refuse who coordinates another centre; raises CoordinatesAnother."""
    if Role.COORDINATOR in member.roles and member.centre_id != centre_id:
        raise CoordinatesAnother


def change_own(
    caller: Caller, centre_id: str, decide: Callable[[Centre], None], *, centres: PartnerCentres
) -> Centre:
    """Change a centre for which the caller applied; raises CentreUnknown for any other."""

    def decide_as_applicant(centre: Centre) -> None:
        if centre.applicant_id != caller.member_id:
            raise CentreUnknown(centre_id)
        decide(centre)

    return change_centre(centre_id, decide_as_applicant, centres=centres)


def change_centre(centre_id: str, decide: Callable[[Centre], None], *, centres: PartnerCentres) -> Centre:
    """Load, decide and save, again if somebody else was faster; raises CentreUnknown."""

    def attempt() -> Centre:
        centre = centres.get(centre_id)
        decide(centre)
        centres.save(centre)
        return centre

    return again_when_stale(attempt)
