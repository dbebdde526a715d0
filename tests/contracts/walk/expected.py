"""What the policy says of each caller, as a letter.

y is let in, to the thing that the request is about; u is an answer that tells nothing of the thing: by an
id, byte for byte (but for its trace id) the one for an id that nobody has, and nothing is done; of a list,
one in which the thing does not stand. - is 401, r a role that does not fit, s a missing scope.
"""

from dataclasses import dataclass

from alumni.domain.api_key import Scope
from alumni.domain.member import Role
from alumni.entrypoints.policy.grants import Grant, Row, Whose
from chassis.http import PARTNER_SYSTEM

CENTRE, OTHER_CENTRE = "c" * 32, "d" * 32
DOORS = {"token-missing": "-", "not-allowed": "r", "scope-missing": "s"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """Somebody who calls: their roles, and how they stand to the owner of the thing."""

    roles: frozenset[str]
    stands: frozenset[Whose]
    home: str | None = None  # whose alumna or alumnus they are
    centre: str | None = None  # for which they act
    scopes: frozenset[str] = frozenset()


def _person(*stands: Whose, home: str) -> Part:
    return Part(roles=frozenset({Role.MEMBER}), stands=frozenset(stands), home=home)


def _staff(role: Role, stands: Whose, centre: str | None) -> Part:
    return Part(roles=frozenset({Role.MEMBER, role}), stands=frozenset({stands}), centre=centre)


def _system(stands: Whose, centre: str, *scopes: Scope) -> Part:
    return Part(
        roles=frozenset({PARTNER_SYSTEM}), stands=frozenset({stands}), centre=centre, scopes=frozenset(scopes)
    )


PARTS: dict[str, Part] = {
    "visitor": Part(roles=frozenset(), stands=frozenset()),
    "owner": _person(Whose.OWN, Whose.CENTRES, home=CENTRE),
    "other side": _person(Whose.OTHER_SIDES, Whose.CENTRES, home=CENTRE),
    "fellow": _person(Whose.CENTRES, home=CENTRE),
    "outsider": _person(Whose.OTHER_CENTRES, home=OTHER_CENTRE),
    "coordinator": _staff(Role.COORDINATOR, Whose.CENTRES, CENTRE),
    "coordinator elsewhere": _staff(Role.COORDINATOR, Whose.OTHER_CENTRES, OTHER_CENTRE),
    "administrator": _staff(Role.NETWORK_ADMINISTRATOR, Whose.NETWORKS, None),
    "system": _system(Whose.CENTRES, CENTRE, *Scope),
    "system elsewhere": _system(Whose.OTHER_CENTRES, OTHER_CENTRE, *Scope),
    "system without scope": _system(Whose.CENTRES, CENTRE),
}


def expected(row: Row, part: Part, *, about: bool) -> str:
    """Tell what the policy grants; of a request about nothing of anybody, the door is all there is."""
    doors = [grant for grant in row if grant.role is None or grant.role in part.roles]
    if not doors:
        return "r" if part.roles else "-"
    if part.roles == {PARTNER_SYSTEM} and not any(_has_scope(grant, part) for grant in doors):
        return "s"
    return "y" if not about or any(_reaches(grant, part) for grant in doors) else "u"


def _has_scope(grant: Grant, part: Part) -> bool:
    return grant.role is None or grant.scope in part.scopes


def _reaches(grant: Grant, part: Part) -> bool:
    if grant.role in (Role.COORDINATOR, PARTNER_SYSTEM) and part.centre is None:
        return False
    return grant.whose in part.stands | {Whose.ANYBODYS, Whose.HELD} or grant.whose is Whose.NETWORKS
