"""The words of the policy: who may call an endpoint, and on whose data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from alumni.domain.api_key import Scope
from alumni.domain.member import Role
from chassis.http import PARTNER_SYSTEM

Endpoint = tuple[str, str]
"""A method and a route, as the application has it."""


class Whose(StrEnum):
    """Whose data somebody who got in may touch."""

    ANYBODYS = "anybody's"
    OWN = "one's own"
    OTHER_SIDES = "that of who is on the other side of the pair, partnership or talk"
    CENTRES = "that of the own centre"
    OTHER_CENTRES = "that of any centre but the own"
    NETWORKS = "that of every centre"
    HELD = "what the code or token in the request opens"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One role, and the data on which it may do something; a partner system needs the scope besides."""

    role: str | None  # None: without a token
    whose: Whose
    scope: Scope | None = None


Row = tuple[Grant, ...]
"""All who may call one endpoint."""
Rows = Mapping[Endpoint, Row]

VISITOR = Grant(role=None, whose=Whose.ANYBODYS)
HOLDER = Grant(role=None, whose=Whose.HELD)
PLATFORM = Grant(role=None, whose=Whose.ANYBODYS)
"""The platform's own services, for which alone there is a way: the gateway forwards nothing there."""
MEMBER = Grant(role=Role.MEMBER, whose=Whose.ANYBODYS)
OWNER = Grant(role=Role.MEMBER, whose=Whose.OWN)
OTHER_SIDE = Grant(role=Role.MEMBER, whose=Whose.OTHER_SIDES)
FELLOW = Grant(role=Role.MEMBER, whose=Whose.CENTRES)
COORDINATOR = Grant(role=Role.COORDINATOR, whose=Whose.CENTRES)
COORDINATOR_ELSEWHERE = Grant(role=Role.COORDINATOR, whose=Whose.OTHER_CENTRES)
ANY_COORDINATOR = Grant(role=Role.COORDINATOR, whose=Whose.ANYBODYS)
ADMINISTRATOR = Grant(role=Role.NETWORK_ADMINISTRATOR, whose=Whose.NETWORKS)


def partner_system(scope: Scope, whose: Whose = Whose.CENTRES) -> Grant:
    """Let a system of a partner centre in, with this scope."""
    return Grant(role=PARTNER_SYSTEM, whose=whose, scope=scope)
