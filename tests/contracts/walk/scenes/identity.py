"""Signing in, the profile, contacts and sessions."""

from alumni.domain.session import RefreshToken, Session
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.alumni.client import JOINING
from tests.contracts.walk.scenes.maker import Scenes, nothing, saying
from tests.contracts.walk.scenes.service import an_attempt
from tests.contracts.walk.stage import Cast, Scene


def a_code(cast: Cast) -> Scene:
    """Hold the code that came to a contact."""
    attempt_id, code = an_attempt(cast)
    return Scene(sends={"json": {"attempt_id": attempt_id, "code": code, "joining": JOINING}})


def a_refresh_token(cast: Cast) -> Scene:
    """Hold the newest refresh token of the owner."""
    return Scene(sends={"json": {"refresh_token": str(_session(cast)[1])}})


def own_profile(cast: Cast) -> Scene:
    """See the owner's handle."""
    return Scene(shows=cast.member("owner").handle.spelling)


def own_verification(cast: Cast) -> Scene:
    """Hold the code of a contact that the owner wants to add."""
    attempt_id, code = an_attempt(cast, cast.owner)
    return Scene(
        sends={"json": {"attempt_id": attempt_id, "code": code}},
        instead={"json": {"attempt_id": new_id(), "code": code}},
    )


def a_listed_session(cast: Cast) -> Scene:
    """See where the owner is signed in."""
    return Scene(shows=_session(cast)[0].id)


def a_session(cast: Cast) -> Scene:
    """End a session of the owner."""
    session, _ = _session(cast)
    kept = cast.stores.database["sessions"]

    def ended() -> bool:
        return bool(kept.find_one({"_id": session.id, "revoked_at": {"$ne": None}}))

    return Scene(names={"session_id": session.id}, done=ended)


def _session(cast: Cast) -> tuple[Session, RefreshToken]:
    token = RefreshToken.draw()
    session = Session.start(new_id(), cast.owner, token, at=utc_now())
    cast.stores.sessions.add(session)
    return session, token


SCENES: Scenes = {
    ("POST", "/api/alumni/me/erasure"): nothing,
    ("GET", "/api/alumni/me/erasure"): nothing,
    ("DELETE", "/api/alumni/me/erasure"): nothing,
    ("POST", "/api/alumni/sign-in/codes"): saying(phone="+919876543210"),
    ("POST", "/api/alumni/sign-in/tokens"): a_code,
    ("POST", "/api/alumni/sessions/refresh"): a_refresh_token,
    ("DELETE", "/api/alumni/sessions/current"): nothing,
    ("GET", "/api/alumni/me"): own_profile,
    ("PATCH", "/api/alumni/me"): saying(time_zone="Asia/Tokyo"),
    ("POST", "/api/alumni/me/contacts"): saying(phone="+919876543210"),
    ("POST", "/api/alumni/me/contacts/verifications"): own_verification,
    ("DELETE", "/api/alumni/me/contacts/<any(sms, email):channel>"): lambda _cast: Scene(
        words={"channel": "email"}
    ),
    ("GET", "/api/alumni/sessions"): a_listed_session,
    ("DELETE", "/api/alumni/sessions"): nothing,
    ("DELETE", "/api/alumni/sessions/<id:session_id>"): a_session,
}
