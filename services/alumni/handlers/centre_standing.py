"""What becomes of a partner centre: suspended and resumed, its licence watched and renewed, gone."""

from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.centre import Centre
from alumni.domain.centre_details import Licence
from alumni.domain.centre_state import Cause
from alumni.domain.errors import CentreUnknown
from alumni.handlers.centre_applications import change_centre
from alumni.ports.audit import Audit
from alumni.ports.centres import PartnerCentres

WATCH = "licence-watch"  # who suspends a centre whose licence is over


def own_centre(caller: Caller, centres: PartnerCentres) -> Centre:
    """Load the centre for which the caller acts; raises CentreUnknown."""
    if not caller.centre_id or not caller.coordinates(caller.centre_id):
        raise CentreUnknown
    return centres.get(caller.centre_id)


def suspend_centre(
    caller: Caller,
    centre_id: str,
    cause: Cause,
    reason: str,
    *,
    centres: PartnerCentres,
    audit: Audit,
    at: datetime,
) -> Centre:
    """Let a centre take no part for a while, and say why; raises CentreUnknown, NotItsTurn."""
    centre = change_centre(centre_id, lambda centre: centre.suspend(cause, reason), centres=centres)
    audit.record("centre-suspended", by=caller.member_id, about=centre_id, at=at, cause=cause.value)
    return centre


def resume_centre(
    caller: Caller, centre_id: str, *, centres: PartnerCentres, audit: Audit, at: datetime
) -> Centre:
    """Let a centre take part again; raises CentreUnknown, NotItsTurn, LicenceOver."""
    centre = change_centre(centre_id, lambda centre: centre.resume(at=at), centres=centres)
    audit.record("centre-resumed", by=caller.member_id, about=centre_id, at=at)
    return centre


def renew_licence(caller: Caller, licence: Licence, *, centres: PartnerCentres, at: datetime) -> Centre:
    """Tell the network of the own centre's new licence; raises CentreUnknown, NotItsTurn, LicenceOver."""
    centre = own_centre(caller, centres)
    return change_centre(centre.id, lambda centre: centre.renew(licence, at=at), centres=centres)


def confirm_renewal(
    caller: Caller, centre_id: str, *, centres: PartnerCentres, audit: Audit, at: datetime
) -> Centre:
    """Go by a centre's new licence from now on; a suspension for the old one's end is over.

    Raises CentreUnknown, NotItsTurn, RenewalUnknown, LicenceOver.
    """
    centre = change_centre(centre_id, lambda centre: centre.confirm_renewal(at=at), centres=centres)
    audit.record("centre-licence-renewed", by=caller.member_id, about=centre_id, at=at)
    return centre


def leave_network(
    caller: Caller, name: str, *, centres: PartnerCentres, audit: Audit, at: datetime
) -> Centre:
    """Leave with the own centre for good, confirmed by its name.

    Raises CentreUnknown, NotItsTurn, NameDiffers.
    """
    centre = own_centre(caller, centres)
    left = change_centre(centre.id, lambda centre: centre.leave(name), centres=centres)
    audit.record("centre-left", by=caller.member_id, about=centre.id, at=at)
    return left


def watch_licences(*, centres: PartnerCentres, audit: Audit, at: datetime) -> int:
    """Warn of licences that end soon, and suspend where one is over; tell of how many centres."""
    due = list(centres.due(at))
    for centre_id in due:
        before = centres.get(centre_id).takes_part
        centre = change_centre(centre_id, lambda found: found.watch_licence(at), centres=centres)
        if before and not centre.takes_part:
            audit.record("centre-suspended", by=WATCH, about=centre_id, at=at, cause=Cause.EXPIRY.value)
    return len(due)
