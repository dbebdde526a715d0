"""What is refused about stories."""

from alumni.domain.errors.rule import RuleBroken


class StoryUnknown(RuleBroken):
    """There is no story of this id that the caller may read."""


class StoryRevoked(RuleBroken):
    """The author has taken the story back."""


class StorySettled(RuleBroken):
    """A story is changed only before it is submitted, or after it was sent back."""


class NotAccepted(RuleBroken):
    """Only what a reviewer has accepted is published."""


class NoHomeForAudience(RuleBroken):
    """Who has no home centre has no readers there."""


class TooManyStories(RuleBroken):
    """The author keeps as many stories as one may."""


class OwnStory(RuleBroken):
    """Authors do not say of their own stories that they helped."""


class NotAgreed(RuleBroken):
    """A translation is published with the yes of whoever wrote the original."""


class PickUnfit(RuleBroken):
    """Only what all members can read now, and is about the topic, is picked for it."""


class MaskUnknown(RuleBroken):
    """There is nothing to mask, or no such mask, at this place."""


class MaskLasts(RuleBroken):
    """Numbers and addresses stay masked, whoever says that they are harmless."""


class ReviewTaken(RuleBroken):
    """Another reviewer reads this story at present."""


class ReviewUnknown(RuleBroken):
    """There is no story of this id that the caller may review."""


class ReviewNotTaken(RuleBroken):
    """Who decides about a story takes it first."""
