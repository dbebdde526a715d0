"""What can be wrong with an order about moderation."""

from groups.domain.errors.rule import RuleBroken


class CaseUnknown(RuleBroken):
    """Nothing was reported or decided about this post, as far as the caller may know."""


class OwnCase(RuleBroken):
    """Nobody reports or moderates what they wrote themselves."""


class ActWithoutEffect(RuleBroken):
    """What this act would bring about is so already."""


class AppealPending(RuleBroken):
    """An appeal waits for its decision; nothing else is decided before."""


class NothingToAppeal(RuleBroken):
    """There is no act against this post of which the appeal could be."""


class AppealedAlready(RuleBroken):
    """One appeal is heard about a post."""


class AnotherModeratorDecides(RuleBroken):
    """An appeal is decided by somebody else than who acted, where there is somebody else."""


class AlertUnknown(RuleBroken):
    """There is no such alert on a board that the caller moderates."""


class CaseFull(RuleBroken):
    """More acts than anybody follows were recorded about this post."""
