"""Let somebody go who is erased in the whole network."""

from datetime import datetime

from groups.domain.errors import MeetingBusy, RuleBroken
from groups.handlers.standing import fit_dates
from groups.ports import AllStandingSeats, Occurrences
from groups.ports.erasure import PersonalData


def erase_member(
    erasure_id: str,
    member_id: str,
    *,
    seats: AllStandingSeats,
    occurrences: Occurrences,
    personal: PersonalData,
    at: datetime,
) -> None:
    """Give every seat to the next who waits, erase what is left of the member, and answer.

    Each step may be taken twice: what a crash left undone is done when the fact is heard again.
    Raises MeetingBusy: hear it again in a moment.
    """
    count = 0
    for series_id in personal.standing_in(member_id):
        seats.give_up(series_id, member_id, at)
        fit_dates(series_id, seats, occurrences, at)
        count += 1
    for occurrence_id, registration_id in personal.coming(member_id, at):
        try:
            occurrences.cancel(occurrence_id, registration_id, member_id, at)
        except MeetingBusy:
            raise
        except RuleBroken:
            continue  # Begun or called off meanwhile; the place itself is erased below.
    personal.answer(erasure_id, count + personal.erase(member_id))
