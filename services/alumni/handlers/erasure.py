"""Let a person go: from everywhere, at once or after the days that they chose."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alumni.domain.erasure import SERVICES, Erasure, State
from alumni.domain.errors.erasure import NotMeant
from alumni.handlers.pairs import Walks, leave
from alumni.handlers.stale import again_when_stale
from alumni.ports import KeyedHashes, Members, Sessions, SignInAttempts
from alumni.ports.audit import Audit
from alumni.ports.erasure import Erasures, PersonalData
from alumni.ports.pairs import Wishes
from chassis.ids import new_id

WORD = "erase everything"
OWN = "alumni"


@dataclass(frozen=True, kw_only=True)
class AskErasure:
    """A member wants to be gone, and shows that it is meant: by a code, or by the word."""

    member_id: str
    grace_days: int = 0
    attempt_id: str | None = None
    code: str | None = None
    word: str | None = None


def ask_erasure(
    command: AskErasure,
    *,
    erasures: Erasures,
    members: Members,
    sessions: Sessions,
    attempts: SignInAttempts,
    hashes: KeyedHashes,
    at: datetime,
) -> Erasure:
    """Begin to erase; without days of grace every session ends here.

    Asked again, it is the same erasure. Raises NotMeant, CodeWrong, CodeExpired, MemberUnknown.
    """
    _ensure_meant(command, members=members, attempts=attempts, hashes=hashes, at=at)
    grace = timedelta(days=command.grace_days)
    erasure = erasures.add_once(Erasure.ask(new_id(), command.member_id, grace=grace, at=at))
    if not command.grace_days:
        sessions.revoke_all(command.member_id, at=at)
    return erasure


def _ensure_meant(
    command: AskErasure, *, members: Members, attempts: SignInAttempts, hashes: KeyedHashes, at: datetime
) -> None:
    if command.attempt_id is None or command.code is None:
        if command.word != WORD:
            raise NotMeant
        members.get(command.member_id)
        return
    own = {contact.index for contact in members.get(command.member_id).contacts.values()}
    mac = hashes.of_code(command.attempt_id, command.code)
    attempt = attempts.try_code(command.attempt_id, mac, member_id=None, at=at)
    if attempt.contact.index not in own:
        raise NotMeant


def undo_erasure(member_id: str, *, erasures: Erasures, at: datetime) -> None:
    """Stay after all, within the days that were chosen; raises ErasureUnknown, StaleAggregate."""

    def attempt() -> None:
        erasure = erasures.of(member_id)
        erasure.ensure_undoable(at)
        erasures.remove(erasure)

    again_when_stale(attempt)


def carry_out_erasures(
    *,
    erasures: Erasures,
    personal: PersonalData,
    walks: Walks,
    wishes: Wishes,
    audit: Audit,
    at: datetime,
) -> int:
    """Go on with every erasure that has something to do here; tell how many."""
    count = 0
    for erasure in erasures.due(at):
        carry_out(
            erasure, erasures=erasures, personal=personal, walks=walks, wishes=wishes, audit=audit, at=at
        )
        count += 1
    return count


def carry_out(
    erasure: Erasure,
    *,
    erasures: Erasures,
    personal: PersonalData,
    walks: Walks,
    wishes: Wishes,
    audit: Audit,
    at: datetime,
) -> None:
    """Erase contacts first, tell the others, end the pairs, then erase everything else that is here.

    Each step may be taken twice, and the erasure is saved after what it says was done: a crash anywhere
    is made good by the next round.
    """
    personal.forget_contacts(erasure.member_id)
    if erasure.state is State.WAITING:
        audit.record("erasure-begun", by="erasure", about=erasure.member_id, at=at, erasure_id=erasure.id)
        erasure.begin()
        erasures.save(erasure)
    leave(erasure.member_id, walks=walks, wishes=wishes, at=at)
    records = personal.erase(erasure.member_id)
    if any(each.service == OWN for each in erasure.answers):
        if erasure.again_at <= at:
            erasure.settle()
            erasures.save(erasure)
        return
    note_answer(erasure.id, OWN, records, erasures=erasures, at=at)


def note_answer(erasure_id: str, service: str, records: int, *, erasures: Erasures, at: datetime) -> None:
    """Note that a service has erased what it held; raises ErasureUnknown, StaleAggregate."""
    if service not in SERVICES:
        return

    def attempt() -> None:
        erasure = erasures.get(erasure_id)
        erasure.answer(service, records, at=at)
        erasures.save(erasure)

    again_when_stale(attempt)
