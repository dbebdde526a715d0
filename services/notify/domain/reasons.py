"""Why messages fail: in a sentence for people, and as one of a few words for metrics."""

from __future__ import annotations

from collections.abc import Mapping

REFUSED = "refused"  # by the provider, with a code of its own

REASONS: Mapping[str, str] = {
    "expired": "nobody would have needed it any more",
    "hours": "the member's hours, or a pause, put it off",
    "unwanted": "the member does not agree to messages",
    "contact-unknown": "the member has no contact for this channel",
    "unsealable": "the contact was not sealed to our key",
    "stopped": "the member stopped this channel",
    "unreachable": "the contact is dead for good",
    "turned-off": "the member does not want to hear of this over this channel",
    "over-daily-limit": "the member wants so many texts a day and no more",
    "read": "the member has read meanwhile what it was to say",
    "given-up": "the place, or the meeting, it was to remind of is given up",
    "unresolved": "the provider could not say whether it had the message",
    "no-receipt": "nobody can tell whether it arrived, and nobody needs it any more",
    "over-budget": "the centre is over its monthly cap, and the message was not urgent",
}


def why(reason: str | None) -> str:
    """Say why a message failed; a provider's code is named."""
    if not reason:
        return "no cause was recorded"
    return REASONS.get(reason, f"the provider's code is {reason}")


def cause_of(reason: str | None) -> str:
    """Name the cause by one of a few words, whatever codes providers have."""
    return reason if reason and reason in REASONS else REFUSED
