"""Refresh tokens: the newest is good once, an old one ends its family."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from alumni.adapters.memory import InMemorySessions
from alumni.domain.errors import RefreshTokenRefused
from alumni.domain.session import IDLE_BOUND, RefreshToken, Session
from tests.alumni.worlds import NOON


class RefreshFamilies(RuleBasedStateMachine):
    """A model of one family beside the store: which token is newest, and whether the family lives."""

    tokens = Bundle("tokens")

    @initialize(target=tokens)
    def sign_in(self):
        self.sessions = InMemorySessions()
        self.now = NOON
        self.alive = True
        self.newest = RefreshToken.draw()
        self.idle_until = self.now + IDLE_BOUND
        self.sessions.add(Session.start("s" * 32, "m" * 32, self.newest, at=self.now))
        return self.newest

    @rule(target=tokens, token=tokens)
    def refresh(self, token):
        following = token.following()
        good = self.alive and token == self.newest and self.now < self.idle_until
        try:
            session = self.sessions.rotate(token, following, at=self.now)
        except RefreshTokenRefused:
            assert not good
            self.alive = self.alive and self.now >= self.idle_until
        else:
            assert good
            assert session.member_id == "m" * 32
            self.newest, self.idle_until = following, self.now + IDLE_BOUND
        return following

    @rule()
    def refresh_with_a_token_of_another_family(self):
        stranger = RefreshToken.draw()
        try:
            self.sessions.rotate(stranger, stranger.following(), at=self.now)
        except RefreshTokenRefused:
            return
        raise AssertionError("a token of no family was accepted")

    @rule(days=st.sampled_from([0.5, 7, 29, 30, 31]))
    def wait(self, days):
        self.now += timedelta(days=days)

    @rule()
    def sign_out(self):
        self.sessions.revoke("s" * 32, at=self.now)
        self.alive = False

    @invariant()
    def nothing_of_a_token_is_stored(self):
        stored = repr(vars(self.sessions))
        assert self.newest.family not in stored
        assert self.newest.secret not in stored


TestRefreshFamilies = RefreshFamilies.TestCase


def test_refresh_token_reads_as_it_was_written():
    token = RefreshToken.draw()

    assert RefreshToken.parse(str(token)) == token
    assert len(str(token)) == 87
