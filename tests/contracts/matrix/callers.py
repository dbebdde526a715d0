"""Callers by the roles that a token names; None is somebody without a token."""

from alumni.domain.member import Role

Rows = dict[tuple[str, str], frozenset[Role | None]]

ANYONE: frozenset[Role | None] = frozenset({None, *Role})
MEMBERS: frozenset[Role | None] = frozenset({Role.MEMBER})
COORDINATORS: frozenset[Role | None] = frozenset({Role.COORDINATOR})
MEMBERS_AND_COORDINATORS = MEMBERS | COORDINATORS
