"""What is refused about exports."""

from alumni.domain.errors.rule import RuleBroken


class ExportUnknown(RuleBroken):
    """The caller has no export of this id, or not any more."""


class ExportNotReady(RuleBroken):
    """It is still being made."""
