"""What the coming occurrences of changed series should become: the empty ones follow, the others stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from groups.domain.occurrence import Meeting


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A coming occurrence as it stands."""

    meeting: Meeting
    scheduled: bool
    held: bool  # somebody has a seat or waits
    untouched: bool  # no fact about it was ever told


@dataclass(kw_only=True)
class Rearrangement:
    """What is to be done so that the coming occurrences fit their series."""

    make: list[Meeting] = field(default_factory=list)
    revise: list[Meeting] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)  # nobody ever knew of them
    withdraw: list[str] = field(default_factory=list)  # somebody once did: they stay, as cancelled
    keep: list[str] = field(default_factory=list)  # as they were promised to those who hold a place


def rearrange(coming: Iterable[Coming], wanted: Mapping[str, Meeting]) -> Rearrangement:
    """Fit the coming occurrences to the wanted ones, by id; never touch one that somebody holds a place in.

    A meeting that was called off stays so.
    """
    changes = Rearrangement()
    present = {each.meeting.id: each for each in coming}
    changes.make = [meeting for id_, meeting in wanted.items() if id_ not in present]
    for id_, each in present.items():
        if not each.scheduled or each.meeting == wanted.get(id_):
            continue
        if each.held:
            changes.keep.append(id_)
        elif id_ in wanted:
            changes.revise.append(wanted[id_])
        elif each.untouched:
            changes.remove.append(id_)
        else:
            changes.withdraw.append(id_)
    return changes
