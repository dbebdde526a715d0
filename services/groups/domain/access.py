"""Who may do what with groups and their meetings: the rules that no endpoint states by itself."""

from dataclasses import dataclass

COORDINATOR = "coordinator"
NETWORK_ADMINISTRATOR = "network-administrator"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who asks, by the token that the gateway and this service verified."""

    member_id: str
    roles: frozenset[str]
    centre_id: str | None  # for which they act as a coordinator

    def coordinates(self, centre_id: str) -> bool:
        """Tell whether the caller acts for a centre."""
        return COORDINATOR in self.roles and self.centre_id == centre_id
