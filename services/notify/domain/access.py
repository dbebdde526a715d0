"""Who asks, and whom they act for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who asks, by the token that the gateway and this service verified."""

    member_id: str
    centre_id: str | None  # for which they act as a coordinator
    administers: bool  # the whole network

    def coordinates(self, centre_id: str) -> bool:
        """Tell whether the caller writes for a centre."""
        return self.centre_id == centre_id

    def acts_for(self, centre_id: str) -> bool:
        """Tell whether what concerns a centre is theirs to see and to decide."""
        return self.administers or self.coordinates(centre_id)
