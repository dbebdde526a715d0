"""Keep a session going, and end it."""

from datetime import datetime

from alumni.domain.commands import RefreshSession, SignOut
from alumni.domain.errors import MemberUnknown, RefreshTokenRefused
from alumni.domain.session import RefreshToken
from alumni.handlers.sign_in import TokenPair
from alumni.ports import AccessTokens, Members, Sessions
from alumni.ports.use import DaysOfUse


def refresh_session(
    command: RefreshSession,
    *,
    sessions: Sessions,
    members: Members,
    use: DaysOfUse,
    tokens: AccessTokens,
    at: datetime,
) -> TokenPair:
    """Exchange the newest refresh token for new tokens, with the roles of this moment; a day of use.

    An old token ends its whole family. Raises RefreshTokenRefused.
    """
    presented = RefreshToken.parse(command.refresh_token)
    following = presented.following()
    session = sessions.rotate(presented, following, at=at)
    try:
        member = members.get(session.member_id)
    except MemberUnknown as gone:
        raise RefreshTokenRefused from gone
    use.record(member.id, at)
    return TokenPair(access_token=tokens.issue(member, session.id, at=at), refresh_token=following)


def sign_out(command: SignOut, *, sessions: Sessions, at: datetime) -> None:
    """End the session, so that none of its refresh tokens is good any more."""
    sessions.revoke(command.session_id, at=at)
