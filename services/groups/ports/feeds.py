"""What the handlers need of feeds on the web."""

from typing import Protocol


class Feeds(Protocol):
    """Feeds on the web."""

    def fetch(self, url: str) -> bytes:
        """Give the content at an address; raises FeedRefused or FeedUnreachable."""
        ...
