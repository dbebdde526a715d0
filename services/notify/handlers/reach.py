"""What follows from a contact that is dead for good: nobody writes to it again, and a fact tells of it."""

from __future__ import annotations

from datetime import datetime

from notify.ports import Reach, Refusals

MOST_AT_ONCE = 200


def note_dead_contacts(refusals: Refusals, reach: Reach, at: datetime) -> int:
    """Suppress the contacts that providers refused for good; the answer is how many that were not known.

    A contact that was replaced since the refused message was tried is another one, and stays.
    """
    refused = refusals.unheeded(MOST_AT_ONCE)
    new = sum(
        reach.lost(each.member_id, each.channel, each.tried_at, at) for each in refused if each.member_id
    )
    refusals.heed([each.id for each in refused])
    return new
