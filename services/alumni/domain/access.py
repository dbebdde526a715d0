"""Who asks, and whom they act for: what the rules of access see of a caller."""

from dataclasses import dataclass

from alumni.domain.member import Role


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who asks, by the token that the gateway and this service verified."""

    member_id: str
    roles: frozenset[str]
    centre_id: str | None  # for which they act as a coordinator

    @property
    def administers(self) -> bool:
        """Tell whether the caller acts for the whole network."""
        return Role.NETWORK_ADMINISTRATOR in self.roles

    def coordinates(self, centre_id: str | None) -> bool:
        """Tell whether the caller acts for a centre."""
        return centre_id is not None and Role.COORDINATOR in self.roles and self.centre_id == centre_id
