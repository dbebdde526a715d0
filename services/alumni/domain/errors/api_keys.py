"""What is refused about the keys of partner systems."""

from dataclasses import dataclass

from alumni.domain.errors.rule import RuleBroken


class KeyUnknown(RuleBroken):
    """The centre has no such key."""


class KeyRefused(RuleBroken):
    """The key is unknown, wrong, over, revoked, or of a centre that is not active."""


class KeyLabelTaken(RuleBroken):
    """Another key of the centre bears this label."""


class TooManyKeys(RuleBroken):
    """A centre has as many keys as it may have."""


@dataclass
class TooManyTries(RuleBroken):
    """The address has shown keys often enough for its hour."""

    retry_after: int  # seconds
