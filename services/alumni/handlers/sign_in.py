"""Sign in by a one-time code."""

from dataclasses import dataclass
from datetime import datetime

from alumni.domain.allowance import Limits
from alumni.domain.attempt import SignInAttempt, draw_code
from alumni.domain.commands import RequestCode, SignIn
from alumni.domain.consent import NOTICE
from alumni.domain.errors import AlumniError
from alumni.domain.errors.joining import JoiningRequired
from alumni.domain.member import Member
from alumni.domain.session import RefreshToken, Session
from alumni.handlers.joining import Arrival, Door, join
from alumni.ports import AccessTokens, Allowances, KeyedHashes, Seal, Sessions, SignInAttempts
from chassis.ids import new_id


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
    sessions: Sessions,
    door: Door,
    tokens: AccessTokens,
    at: datetime,
) -> SignedIn:
    """Exchange the right code for a session; whoever has not joined yet joins with it.

    A refusal to join gives the code back, so that it can be entered again with what was missing; a
    crash after the code is used costs the code only.
    Raises CodeWrong, CodeExpired, JoiningRequired, and what `join` raises.
    """
    if command.joining:
        command.joining.ensure_allowed(NOTICE)
    mac = door.hashes.of_code(command.attempt_id, command.code)
    attempt = attempts.try_code(command.attempt_id, mac, member_id=None, at=at)
    try:
        member, joined_now = _let_in(command, attempt, door=door, at=at)
    except AlumniError:
        attempts.give_back(attempt)
        raise
    refresh_token = RefreshToken.draw()
    session = Session.start(new_id(), member.id, refresh_token, client=command.client, at=at)
    sessions.add(session)
    access_token = tokens.issue(member, session.id, at=at)
    pair = TokenPair(access_token=access_token, refresh_token=refresh_token)
    return SignedIn(member=member, tokens=pair, joined_now=joined_now)


def _let_in(command: SignIn, attempt: SignInAttempt, *, door: Door, at: datetime) -> tuple[Member, bool]:
    known = door.members.reached_by(attempt.contact.index)
    if known and known.notice:
        return known, False
    if command.joining is None:
        raise JoiningRequired
    arrival = Arrival(
        contact=attempt.contact,
        language=attempt.language,
        time_zone=command.time_zone,
        address_hash=command.address_hash,
    )
    return join(command.joining, arrival, door=door, at=at)
