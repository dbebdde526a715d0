"""Win back an account whose contact is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.allowance import Limits
from alumni.domain.errors import ContactTaken, MemberUnknown
from alumni.domain.errors.recovery import RecoveryUnknown
from alumni.domain.handle import Handle
from alumni.domain.member import Member
from alumni.domain.recovery import Recovery, RecoveryState
from alumni.handlers.profile import change
from alumni.handlers.stale import again_when_stale
from alumni.ports import Allowances, KeyedHashes, Members, Sessions, SignInAttempts
from alumni.ports.recovery import Recoveries
from chassis.ids import new_id


@dataclass(frozen=True, kw_only=True)
class AskRecovery:
    """Somebody who holds the code of a new contact says who they are and where their home is."""

    attempt_id: str
    code: str
    handle: Handle
    centre_id: str
    address_hash: str


def ask_recovery(
    command: AskRecovery,
    *,
    attempts: SignInAttempts,
    members: Members,
    recoveries: Recoveries,
    allowances: Allowances,
    limits: Limits,
    hashes: KeyedHashes,
    at: datetime,
) -> Recovery:
    """Ask the centre named, whether there is such a member or not: same work, same answer.

    Raises CodeWrong, CodeExpired, TooManyCodes.
    """
    allowances.take(f"recovery-address:{command.address_hash}", limits.per_address, at=at)
    mac = hashes.of_code(command.attempt_id, command.code)
    attempt = attempts.try_code(command.attempt_id, mac, member_id=None, at=at)
    known = members.named(command.handle.key)
    holder = members.reached_by(attempt.contact.index)
    fits = known is not None and known.confirmed_home == command.centre_id and holder is None
    recovery = Recovery.ask(
        new_id(), known.id if known and fits else None, command.centre_id, attempt.contact, at=at
    )
    recoveries.add(recovery)
    return recovery


def approve_recovery(
    caller: Caller,
    recovery_id: str,
    *,
    in_person: bool,
    recoveries: Recoveries,
    members: Members,
    sessions: Sessions,
    at: datetime,
) -> Recovery:
    """Say yes for the centre or the network; carry it out where two have and nothing waits.

    Raises RecoveryUnknown (also for a caller of another centre), RecoveryDecided, CoordinatorNeeded.
    """

    def decide(recovery: Recovery) -> None:
        recovery.approve(
            caller.member_id,
            as_coordinator=caller.coordinates(recovery.centre_id),
            in_person=in_person,
            at=at,
        )

    recovery = _decided(caller, recovery_id, decide, recoveries)
    if recovery.state is RecoveryState.AGREED and recovery.due_at <= at:
        carry_out(recovery, recoveries=recoveries, members=members, sessions=sessions, at=at)
    return recovery


def refuse_recovery(caller: Caller, recovery_id: str, *, recoveries: Recoveries, at: datetime) -> None:
    """Say no for the centre or the network; raises RecoveryUnknown."""
    _decided(caller, recovery_id, lambda recovery: recovery.refuse(at=at), recoveries)


def carry_out_due(*, recoveries: Recoveries, members: Members, sessions: Sessions, at: datetime) -> int:
    """Carry out what two have agreed to, after the wait; tell how many."""
    count = 0
    for recovery in recoveries.due(at):
        carry_out(recovery, recoveries=recoveries, members=members, sessions=sessions, at=at)
        count += 1
    return count


def carry_out(
    recovery: Recovery, *, recoveries: Recoveries, members: Members, sessions: Sessions, at: datetime
) -> None:
    """Reach the member by the new contact in place of the channel's old one, and end every session.

    Each step may be taken twice, so a crash in between is made good by the next round. Somebody who
    left the centre meanwhile, or whose new contact is another's by now, is left as they are.
    """

    def decide(member: Member) -> None:
        if member.confirmed_home != recovery.centre_id:
            raise MemberUnknown(member.id)
        member.add_contact(recovery.contact)

    try:
        member = change(recovery.member_id or "", decide, members=members)
    except (ContactTaken, MemberUnknown):
        recovery.refuse(at=at)
    else:
        sessions.revoke_all(member.id, at=at)
        recovery.finish()
    recoveries.save(recovery)


def _decided(
    caller: Caller, recovery_id: str, decide: Callable[[Recovery], None], recoveries: Recoveries
) -> Recovery:
    def attempt() -> Recovery:
        recovery = recoveries.get(recovery_id)
        if not (caller.administers or caller.coordinates(recovery.centre_id)):
            raise RecoveryUnknown
        decide(recovery)
        recoveries.save(recovery)
        return recovery

    return again_when_stale(attempt)
