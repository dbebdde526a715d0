"""What the handlers need of the centres that stand behind groups."""

from collections.abc import Iterable
from typing import Protocol


class Centres(Protocol):
    """What is known of the centres that stand behind groups: whether they take part at present."""

    def note(self, centre_id: str, *, paused: bool) -> None:
        """Keep whether a centre is paused, for its groups to follow."""
        ...

    def unfollowed(self) -> Iterable[tuple[str, bool]]:
        """Give the centres that changed since their groups followed them, and whether they are paused."""
        ...

    def mark_followed(self, centre_id: str, *, paused: bool) -> None:
        """Note that a centre's groups have followed it, unless it changed meanwhile."""
        ...

    def all_paused(self, centre_ids: Iterable[str]) -> bool:
        """Tell whether none of some centres takes part."""
        ...
