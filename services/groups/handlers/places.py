"""What is done with places in one date of a meeting, one function per command."""

from chassis.ids import derived_id, new_id
from groups.domain.commands import CancelMeeting, CancelRegistration, RegisterForMeeting
from groups.domain.place import Registration
from groups.ports import Occurrences


def register_for_meeting(command: RegisterForMeeting, occurrences: Occurrences) -> Registration:
    """Give the member a place in an occurrence, once, however often the order comes."""
    key = command.idempotency_key or new_id()
    registration_id = derived_id(command.occurrence_id, command.member_id, key)
    return occurrences.register(command.occurrence_id, registration_id, command.member_id, command.at)


def cancel_registration(command: CancelRegistration, occurrences: Occurrences) -> Registration:
    """Take the member's place back and promote the first in the queue."""
    return occurrences.cancel(command.occurrence_id, command.registration_id, command.member_id, command.at)


def cancel_meeting(command: CancelMeeting, occurrences: Occurrences) -> None:
    """Call an occurrence off for its centre, and tell everyone who holds a place."""
    occurrences.call_off(command.occurrence_id, command.centre_id, command.at)
