"""What is refused about consents."""

from alumni.domain.errors.rule import RuleBroken


class EraseInstead(RuleBroken):
    """Nobody is a member without what membership needs: who does not want it, erases the account."""

    @property
    def members(self) -> dict[str, str]:
        """What a client is told besides: what to do."""
        return {"instead": "erase"}


class RecipientNeeded(RuleBroken):
    """This purpose is agreed to towards one recipient, where the transfer or the story is."""


class TooManyChanges(RuleBroken):
    """The consent was changed too often to be given once more."""
