"""Facts about imports of feeds, in the order in which a source's imports ended."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class FeedImported:
    """An import of a feed ended, well or not; a source that says the same as before tells nothing.

    What is imported by hand, from a file or an address given once, has a source of its own in each centre.
    """

    type: ClassVar[str] = "groups.feed.imported.v1"
    source_id: str
    centre_id: str
    added: int
    changed: int
    gone: int
    rejected: int
    outcome: str  # imported, failed or reversed
