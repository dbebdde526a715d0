"""The rules of refresh tokens as a model, to be compared with any store of sessions."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from alumni.domain.errors import RefreshTokenRefused
from alumni.domain.session import IDLE_BOUND, RefreshToken, Session
from alumni.ports import Sessions
from chassis.ids import new_id
from tests.alumni.worlds import NOON


class RefreshFamilies(RuleBasedStateMachine):
    """A model of one family beside the store: which token is newest, and whether the family lives."""

    tokens = Bundle("tokens")

    def __init__(self, sessions: Sessions):
        super().__init__()
        self.sessions = sessions
        self.session_id = new_id()

    @initialize(target=tokens)
    def sign_in(self):
        self.now = NOON
        self.alive = True
        self.newest = RefreshToken.draw()
        self.idle_until = self.now + IDLE_BOUND
        self.sessions.add(Session.start(self.session_id, "m" * 32, self.newest, at=self.now))
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
        self.sessions.revoke(self.session_id, at=self.now)
        self.alive = False
