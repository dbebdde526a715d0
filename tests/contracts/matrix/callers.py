"""Callers by the roles that a token names; None is somebody without a token."""

from alumni.domain.member import Role
from chassis.http import PARTNER_SYSTEM, PLATFORM

Caller = Role | str | None  # a text: a partner system, which is no person and has all scopes here
Rows = dict[tuple[str, str], frozenset[Caller]]

EVERY_CALLER: tuple[Caller, ...] = (None, *Role, PARTNER_SYSTEM, PLATFORM)
ANYONE: frozenset[Caller] = frozenset(EVERY_CALLER)
MEMBERS: frozenset[Caller] = frozenset({Role.MEMBER})
COORDINATORS: frozenset[Caller] = frozenset({Role.COORDINATOR})
ADMINISTRATORS: frozenset[Caller] = frozenset({Role.NETWORK_ADMINISTRATOR})
PARTNER_SYSTEMS: frozenset[Caller] = frozenset({PARTNER_SYSTEM})
PLATFORMS: frozenset[Caller] = frozenset({PLATFORM})  # another service of ours
MEMBERS_AND_COORDINATORS = MEMBERS | COORDINATORS
