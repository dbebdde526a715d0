"""What is done with places in one date of a meeting, one function per command."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from chassis.ids import derived_id, new_id
from groups.domain.commands import (
    CancelMeeting,
    CancelRegistration,
    ConfirmRegistration,
    RegisterForMeeting,
    RestoreRegistration,
)
from groups.domain.eligibility import is_discreet
from groups.domain.errors import NotEligible, NotOfYourCentre, OccurrenceUnknown, RegistrationUnknown
from groups.domain.place import Registration
from groups.ports import Occurrences


class Entitling(Protocol):
    """Whoever knows what a member may come to beyond open meetings."""

    def entitlements_of(self, member_id: str) -> frozenset[str]:
        """Name what entitles a member."""
        ...


def register_for_meeting(
    command: RegisterForMeeting, occurrences: Occurrences, entitling: Entitling
) -> Registration:
    """Give the member a place in an occurrence, once, however often the order comes."""
    key = command.idempotency_key or new_id()
    registration_id = derived_id(command.occurrence_id, command.member_id, key)
    return register(
        command.occurrence_id, registration_id, command.member_id, command.at, occurrences, entitling
    )


def register(
    occurrence_id: str,
    registration_id: str,
    member_id: str,
    at: datetime,
    occurrences: Occurrences,
    entitling: Entitling,
) -> Registration:
    """Ask for a place; only a meeting that is not open to everybody asks what the member is entitled to."""
    try:
        return occurrences.register(occurrence_id, registration_id, member_id, at)
    except NotEligible as refusal:
        entitlements = entitling.entitlements_of(member_id)
        if not entitlements.issuperset(refusal.requires):
            if is_discreet(occurrences.meeting(occurrence_id).kind):
                raise OccurrenceUnknown from None
            raise
    return occurrences.register(occurrence_id, registration_id, member_id, at, entitlements)


def confirm_registration(command: ConfirmRegistration, occurrences: Occurrences) -> Registration:
    """Make a promised seat the member's own."""
    return _order(occurrences.confirm, command)


def restore_registration(command: RestoreRegistration, occurrences: Occurrences) -> Registration:
    """Take back a cancellation of a moment ago."""
    return _order(occurrences.restore, command)


def cancel_registration(command: CancelRegistration, occurrences: Occurrences) -> Registration:
    """Take the member's place back and promise the seat to the first in the queue."""
    return _order(occurrences.cancel, command)


def cancel_meeting(command: CancelMeeting, occurrences: Occurrences) -> None:
    """Call an occurrence off for its centre, and tell everyone who holds a place."""
    try:
        occurrences.call_off(command.occurrence_id, command.centre_id, command.at)
    except NotOfYourCentre:
        if is_discreet(occurrences.meeting(command.occurrence_id).kind):
            raise OccurrenceUnknown from None
        raise


def _order(
    order: Callable[[str, str, str, datetime], Registration],
    command: CancelRegistration | ConfirmRegistration | RestoreRegistration,
) -> Registration:
    """Give an order about a registration; whoever has none learns nothing of the meeting either."""
    try:
        return order(command.occurrence_id, command.registration_id, command.member_id, command.at)
    except OccurrenceUnknown:
        raise RegistrationUnknown from None
