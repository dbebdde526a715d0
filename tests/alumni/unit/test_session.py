"""Refresh tokens: two opaque parts, of which the store keeps hashes."""

from alumni.domain.session import RefreshToken, Session
from tests.alumni.worlds import NOON


def test_refresh_token_reads_as_it_was_written():
    token = RefreshToken.draw()

    assert RefreshToken.parse(str(token)) == token
    assert len(str(token)) == 87


def test_session_holds_nothing_of_a_token_but_hashes():
    token = RefreshToken.draw()

    session = Session.start("5" * 32, "6" * 32, token, at=NOON)

    assert token.family not in repr(session)
    assert token.secret not in repr(session)
