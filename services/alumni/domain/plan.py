"""What a member has planned, ticked off, and shared by choice: steps of treatment, sessions, meetings."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.plans import ItemUnknown

MOST_ITEMS = 100
MOST_SHARES = 3
LONGEST_TEXT = 200


class Kind(StrEnum):
    """What an item is."""

    STEP = "step"
    SESSION = "session"
    MEETING = "meeting"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to do, perhaps on a day."""

    id: str
    kind: Kind
    text: str
    on: date | None = None
    done: bool = False


@dataclass(kw_only=True)
class Plan(Aggregate):
    """One member's plan; its id is the member's. `shared_with` names the partnerships that read it."""

    items: list[Item] = field(default_factory=list)
    shared_with: tuple[str, ...] = ()

    def write(self, items: list[Item], shared_with: tuple[str, ...]) -> None:
        """Plan anew; what was ticked off stays so where the item stays."""
        done = {each.id for each in self.items if each.done}
        self.items = [replace(each, done=each.done or each.id in done) for each in items]
        self.shared_with = shared_with

    def tick(self, item_id: str, *, done: bool) -> None:
        """Tick an item off, or undo that; raises ItemUnknown."""
        if all(each.id != item_id for each in self.items):
            raise ItemUnknown
        self.items = [replace(each, done=done) if each.id == item_id else each for each in self.items]
