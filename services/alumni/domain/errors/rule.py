"""What every refusal has in common."""


class AlumniError(Exception):
    """Something that this service refuses."""


class RuleBroken(AlumniError):
    """A rule of the network refuses what was asked; its text is safe to show."""

    @property
    def detail(self) -> str | None:
        """The sentence that says more than the kind of error does."""
        return str(self.args[0]) if self.args else None


class StaleAggregate(AlumniError):
    """Somebody else saved the aggregate since it was loaded."""
