"""Sign in by a one-time code."""

from dataclasses import dataclass
from datetime import datetime

from alumni.domain.allowance import Limits
from alumni.domain.attempt import SignInAttempt, draw_code
from alumni.domain.commands import RequestCode, SignIn
from alumni.domain.contact import Language, SealedContact
from alumni.domain.errors import ContactTaken, HandleTaken, StaleAggregate
from alumni.domain.handle import Handle
from alumni.domain.member import Member
from alumni.domain.session import RefreshToken, Session
from alumni.ports import AccessTokens, Allowances, KeyedHashes, Members, Seal, Sessions, SignInAttempts
from chassis.ids import new_id

JOIN_TRIES = 8


@dataclass(frozen=True, kw_only=True)
class TokenPair:
    """What a session hands out: a short access token and the next refresh token."""

    access_token: str
    refresh_token: RefreshToken


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A person with a session; `joined_now` where the sign-in made the member."""

    member: Member
    tokens: TokenPair
    joined_now: bool


def request_code(
    command: RequestCode,
    *,
    attempts: SignInAttempts,
    allowances: Allowances,
    limits: Limits,
    seal: Seal,
    hashes: KeyedHashes,
    at: datetime,
) -> SignInAttempt:
    """Send a code to a contact, whoever it belongs to.

    No member is looked up, so a known and an unknown contact get the same answer after the same
    work. Raises TooManyCodes.
    """
    allowances.take(f"address:{command.address_hash}", limits.per_address, at=at)
    allowances.take(f"contact:{command.contact.index}", limits.per_contact, at=at)
    attempt_id, code = new_id(), draw_code()
    attempt = SignInAttempt.open(
        attempt_id,
        command.contact,
        code_mac=hashes.of_code(attempt_id, code),
        sealed_code=seal.seal(code),
        language=command.language,
        member_id=command.member_id,
        at=at,
    )
    attempts.add(attempt)
    return attempt


def sign_in(
    command: SignIn,
    *,
    attempts: SignInAttempts,
    members: Members,
    sessions: Sessions,
    hashes: KeyedHashes,
    tokens: AccessTokens,
    at: datetime,
) -> SignedIn:
    """Exchange the right code for a session; a contact that reaches nobody joins.

    A crash after the code is used leaves nothing half done: the person asks for another code.
    Raises CodeWrong, CodeExpired.
    """
    mac = hashes.of_code(command.attempt_id, command.code)
    attempt = attempts.try_code(command.attempt_id, mac, member_id=None, at=at)
    member, joined_now = find_or_join(
        attempt.contact, members=members, language=attempt.language, time_zone=command.time_zone, at=at
    )
    refresh_token = RefreshToken.draw()
    session = Session.start(new_id(), member.id, refresh_token, at=at)
    sessions.add(session)
    access_token = tokens.issue(member, session.id, at=at)
    pair = TokenPair(access_token=access_token, refresh_token=refresh_token)
    return SignedIn(member=member, tokens=pair, joined_now=joined_now)


def find_or_join(
    contact: SealedContact, *, members: Members, language: Language, time_zone: str, at: datetime
) -> tuple[Member, bool]:
    """Find the member whom a proven contact reaches, or make one; tell whether it was made.

    Two at once make one member: the contact is unique, and the second finds the first.
    """
    for _ in range(JOIN_TRIES):
        known = members.reached_by(contact.index)
        if known:
            return known, False
        member = Member.join(
            new_id(), contact, handle=Handle.generate(), language=language, time_zone=time_zone, at=at
        )
        try:
            members.add(member)
        except (ContactTaken, HandleTaken):
            continue
        return member, True
    raise StaleAggregate
