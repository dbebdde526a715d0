"""How what waits for a member's hours comes earlier, when they choose others or end a pause."""

from __future__ import annotations

from datetime import datetime

from notify.domain.delivery import brought_forward
from notify.domain.windows import opens_at
from notify.ports import MemberContacts, Messages


def bring_forward(member_id: str, contacts: MemberContacts, messages: Messages, at: datetime) -> int:
    """Let what hours or a pause put off come as early as the member's hours now allow; never later.

    Whether it may go is asked again right before it leaves, so that the law's hours hold, and what the
    member stopped. The answer is how many messages come earlier.
    """
    member = contacts.of([member_id]).get(member_id)
    if member is None:
        return 0
    openings = [
        (each, opens_at(each.urgency, member.preferences, member.time_zone, at))
        for each in messages.waiting(member_id, at)
        if each.waits_for_hours
    ]
    earlier = [brought_forward(each, opening, at) for each, opening in openings if opening < each.due_at]
    return messages.apply(earlier)
