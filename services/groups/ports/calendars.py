"""What the handlers need of the secret addresses of members' calendars."""

from datetime import datetime
from typing import Protocol


class Calendars(Protocol):
    """The addresses of members' calendars, by what was made of them: nobody can tell an address from here."""

    def keep(self, member_id: str, digest: str, at: datetime) -> None:
        """Keep a member's address in the place of the one before."""
        ...

    def drop(self, member_id: str) -> None:
        """Forget a member's address, if there is one."""
        ...

    def owner(self, digest: str) -> str:
        """Name the member whose calendar it is; raises CalendarUnknown."""
        ...
