"""What can be wrong with a feed."""

from groups.domain.errors.rule import RuleBroken


class FeedUnreachable(RuleBroken):
    """The feed's server gave no usable answer in time."""


class FeedRefused(RuleBroken):
    """The address is one that this service does not visit."""


class FeedInvalid(RuleBroken):
    """What came is no Meeting Guide feed at all, so nothing of it was imported."""
