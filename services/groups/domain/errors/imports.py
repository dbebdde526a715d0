"""What can be wrong with a feed, and with an order about one."""

from typing import ClassVar

from groups.domain.errors.rule import RuleBroken


class FeedUnreachable(RuleBroken):
    """The feed's server gave no usable answer in time."""


class FeedRefused(RuleBroken):
    """The address is one that this service does not visit."""


class FeedInvalid(RuleBroken):
    """What came is no feed of any known format, so nothing of it was imported."""


class SourceUnknown(RuleBroken):
    """The centre has no such source; another centre's looks just the same."""


class SourceExists(RuleBroken):
    """The centre takes its meetings from this address already."""


class TooManySources(RuleBroken):
    """The centre has as many sources as one may have."""


class ImportUnknown(RuleBroken):
    """The centre knows of no such import; another centre's looks just the same."""


class ImportSuperseded(RuleBroken):
    """Only the centre's latest import that is not reversed can be reversed."""


class ImportUnderWay(RuleBroken):
    """Another import of the centre is under way."""

    retry_after: ClassVar[int] = 5  # seconds
