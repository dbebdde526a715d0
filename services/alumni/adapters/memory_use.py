"""Days of use in memory, for tests."""

from datetime import date, datetime

from alumni.domain.use import day_of


class InMemoryDaysOfUse:
    """Days in a set."""

    def __init__(self) -> None:
        self.days: set[tuple[str, date]] = set()

    def record(self, member_id: str, at: datetime) -> None:
        self.days.add((member_id, day_of(at)))
