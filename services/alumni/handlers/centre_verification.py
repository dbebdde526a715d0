"""Verify a centre for the network: see what it says, ask, and decide."""

from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.centre import Centre
from alumni.domain.centre_details import Check
from alumni.handlers.centre_applications import change_centre
from alumni.ports.audit import Audit
from alumni.ports.centres import PartnerCentres
from chassis.ids import new_id


def ask_applicant(centre_id: str, text: str, *, centres: PartnerCentres, at: datetime) -> Centre:
    """Ask the applicant something; raises CentreUnknown, NotItsTurn, TooManyQuestions."""
    question_id = new_id()
    return change_centre(centre_id, lambda centre: centre.ask(question_id, text, at=at), centres=centres)


def check_items(centre_id: str, items: frozenset[Check], *, centres: PartnerCentres) -> Centre:
    """Have exactly these items of the checklist seen; raises CentreUnknown, NotItsTurn."""
    return change_centre(centre_id, lambda centre: centre.check(items), centres=centres)


def approve_centre(
    caller: Caller, centre_id: str, *, centres: PartnerCentres, audit: Audit, at: datetime
) -> Centre:
    """Say yes to a centre; raises CentreUnknown, NotItsTurn, ChecklistOpen, LicenceOver."""
    centre = change_centre(centre_id, lambda centre: centre.approve(at=at), centres=centres)
    audit.record("centre-approved", by=caller.member_id, about=centre_id, at=at)
    return centre


def refuse_centre(
    caller: Caller, centre_id: str, reason: str, *, centres: PartnerCentres, audit: Audit, at: datetime
) -> Centre:
    """Say no to a centre, and why; raises CentreUnknown, NotItsTurn."""
    centre = change_centre(centre_id, lambda centre: centre.refuse(reason), centres=centres)
    audit.record("centre-refused", by=caller.member_id, about=centre_id, at=at)
    return centre
