"""What a member changes about itself."""

from collections.abc import Callable
from datetime import datetime

from alumni.domain.commands import AddContact, ChangeProfile
from alumni.domain.contact import Channel
from alumni.domain.member import Member
from alumni.handlers.stale import again_when_stale
from alumni.ports import KeyedHashes, Members, SignInAttempts


def change_profile(command: ChangeProfile, *, members: Members) -> Member:
    """Change the handle, the language or the time zone; raises HandleTaken, MemberUnknown."""

    def decide(member: Member) -> None:
        if command.handle:
            member.rename(command.handle)
        member.prefer(language=command.language, time_zone=command.time_zone)

    return change(command.member_id, decide, members=members)


def add_contact(
    command: AddContact, *, attempts: SignInAttempts, members: Members, hashes: KeyedHashes, at: datetime
) -> Member:
    """Reach the member by the contact whose code they hold.

    Raises CodeWrong, CodeExpired, and ContactTaken where the contact reaches another member: told
    only to somebody who has just proven to hold that contact.
    """
    mac = hashes.of_code(command.attempt_id, command.code)
    attempt = attempts.try_code(command.attempt_id, mac, member_id=command.member_id, at=at)
    return change(command.member_id, lambda member: member.add_contact(attempt.contact), members=members)


def remove_contact(member_id: str, channel: Channel, *, members: Members) -> Member:
    """Be reached by one channel less; raises ContactsLast, MemberUnknown."""
    return change(member_id, lambda member: member.remove_contact(channel), members=members)


def change(member_id: str, decide: Callable[[Member], None], *, members: Members) -> Member:
    """Load, decide and save; begin again where somebody else saved in between, three times."""

    def attempt() -> Member:
        member = members.get(member_id)
        decide(member)
        members.save(member)
        return member

    return again_when_stale(attempt)
