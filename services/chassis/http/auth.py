"""Who may call a view: every view says it, and the check runs before anything of the request is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request, g

from chassis.http.marks import View, mark
from chassis.http.problems import (
    KEYS_UNAVAILABLE,
    NOT_ALLOWED,
    RETRY_AFTER_SECONDS,
    SCOPE_MISSING,
    TOKEN_EXPIRED,
    TOKEN_MISSING,
    TOKEN_REFUSED,
    Problem,
    ProblemError,
)
from chassis.tokens import KeysUnavailable, TokenRefused, TokenVerifier

PUBLIC: frozenset[str] = frozenset()
"""The access of a view that anyone may call."""
PARTNER_SYSTEM = "partner-system"
"""The role of a machine: what it may do, the scopes of its token say."""
PLATFORM = "platform"
"""The role of one service of the platform that asks another; no person and no partner has it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who calls, as the verified token says; of a partner system, `member_id` names the key."""

    member_id: str
    roles: frozenset[str]
    centre_id: str | None
    session_id: str
    scopes: frozenset[str] = frozenset()


def requires(*roles: str) -> "Access":
    """Let only a caller with one of these roles in; ``@requires("coordinator")`` above a view."""
    if not roles:
        raise ValueError("@requires names at least one role; a view open to anyone is @public.")
    return Access(frozenset(roles))


@dataclass(frozen=True)
class Access:
    """Marks a view with the roles that may call it."""

    roles: frozenset[str]

    def __call__(self, view: View) -> View:
        """Mark the view."""
        return mark(view, access=self.roles)


def scoped(scope: str) -> Callable[[View], View]:
    """Let a partner system in only with this scope; ``@scoped("figures:read")`` beside ``@requires``."""

    def decorate(view: View) -> View:
        return mark(view, scope=scope)

    return decorate


def public(view: View) -> View:
    """Let anyone call the view, with or without a token."""
    return mark(view, access=PUBLIC)


def identity() -> Identity:
    """Return the caller of a view that ``@requires`` a role."""
    caller: Identity = g.identity
    return caller


def admit(request: Request, roles: frozenset[str], verifier: TokenVerifier, scope: str | None = None) -> None:
    """Verify the Bearer token and let in who has one of the roles; 401, 403 or 503 otherwise.

    A partner system needs the scope besides.
    """
    caller = _caller(_bearer_token(request), verifier)
    granting = caller.roles & roles
    if not granting:
        raise ProblemError(NOT_ALLOWED)
    if granting == {PARTNER_SYSTEM} and scope not in caller.scopes:
        raise ProblemError(SCOPE_MISSING)
    g.identity = caller


def _bearer_token(request: Request) -> str:
    scheme, _, token = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unauthorized(TOKEN_MISSING)
    return str(token.strip())


def _caller(token: str, verifier: TokenVerifier) -> Identity:
    try:
        return _identity_of(verifier.verify(token))
    except TokenRefused as refusal:
        problem = TOKEN_EXPIRED if refusal.reason == "token-expired" else TOKEN_REFUSED
        raise _unauthorized(problem) from None
    except KeysUnavailable as error:
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        raise ProblemError(KEYS_UNAVAILABLE, headers=headers) from error


def _identity_of(claims: Mapping[str, Any]) -> Identity:
    roles = claims.get("roles", [])
    scopes = claims.get("scopes", [])
    session, centre = claims.get("sid"), claims.get("centre")
    if not isinstance(session, str) or not isinstance(roles, list) or not isinstance(centre, str | None):
        raise TokenRefused("token-refused")
    if not isinstance(scopes, list):
        raise TokenRefused("token-refused")
    return Identity(claims["sub"], frozenset(map(str, roles)), centre, session, frozenset(map(str, scopes)))


def _unauthorized(problem: Problem) -> ProblemError:
    """Build a 401 with its challenge, as RFC 6750 section 3 asks."""
    challenge = "Bearer" if problem is TOKEN_MISSING else 'Bearer error="invalid_token"'
    return ProblemError(problem, headers={"WWW-Authenticate": challenge})
