"""Partner centres, as far as the network needs them to place a coordinator."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Centre:
    """A recovery centre that takes part in the network."""

    id: str
    name: str
    city: str
