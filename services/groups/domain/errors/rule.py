"""What every refusal has in common."""


class RuleBroken(Exception):
    """A rule of meetings, registrations or feeds refuses what was asked; its text is safe to show."""

    @property
    def detail(self) -> str | None:
        """The sentence that says more than the kind of error does."""
        return str(self.args[0]) if self.args else None


class StaleAggregate(RuleBroken):
    """It was changed by somebody else since it was loaded."""
