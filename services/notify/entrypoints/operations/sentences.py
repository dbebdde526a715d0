"""What was found of a message or an event, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chassis.clock import utc_now
from notify.domain.reasons import why
from notify.entrypoints.operations.desk import clock

Row = dict[str, Any]


def lines(found: Row) -> Iterator[str]:
    """Tell in sentences what was found."""
    if found["is"] == "nothing":
        yield f"Nothing is known of {found['asked']}: no message, no notice, and no event that is kept."
        return
    if found["event"]:
        yield from _of_event(found["event"])
    elif found["messages"]:
        yield "No event caused it: it was asked for directly, or is a sign-in code."
    notices: dict[str, list[Row]] = {}
    for message in found["messages"]:
        notices.setdefault(message.get("notice_id") or message["id"], []).append(message)
    for notice_id, messages in notices.items():
        yield from _of_notice(notice_id, messages)


def _of_event(event: Row) -> Iterator[str]:
    when = f" of {clock(event['at'])}" if event.get("at") else ""
    yield f"Event {event['id']}, {event.get('type') or 'of unknown type'}{when}."
    if "offset" in event:
        yield f"  It is in {event['topic']}, partition {event['partition']}, offset {event['offset']}."
    match event["fate"]:
        case "parked":
            yield f"  It is parked since {clock(event['parked_at'])}: {event['cause']}."
            yield f"  It was tried {event['attempts']} times."
            yield f"  It is tried again at {clock(event['due_at'])}; what follows of its key waits behind it."
        case "dead-lettered":
            yield f"  It was given up at {clock(event['buried_at'])}: {event['cause']}."
            yield f"  Once that is mended: hamrah notify replay --event {event['id']}"
        case fate:
            yield f"  It was {fate}." if fate[:3] != "not" else f"  It is {fate}."


def _of_notice(notice_id: str, messages: list[Row]) -> Iterator[str]:
    first = messages[0]
    whom = f"member {first['member_id']}" if first.get("member_id") else "somebody who signs in"
    yield f"Notice {notice_id} to {whom}: {first['template']}, for {first['purpose']}."
    for message in messages:
        yield from _of_message(message)


def _of_message(message: Row) -> Iterator[str]:
    yield f"  {message['channel']}, message {message['id']}: made at {clock(message['created_at'])},"
    yield f"    due from {clock(message['due_at'])}, of use until {clock(message['expires_at'])}."
    if message.get("provider") or message.get("provider_id"):
        provider, theirs = message.get("provider", "the provider"), message.get("provider_id", "not known")
        yield f"    Handed to {provider}, whose id for it is {theirs}."
    if message.get("broadcast_id"):
        yield f"    It belongs to broadcast {message['broadcast_id']}."
    for step in message["history"]:
        yield f"    {clock(step['at'])}  {step['state']}"
    yield f"    {end_of(message)}"
    if message.get("route"):
        yield f"    If it fails, next: {', '.join(message['route'])}."


def end_of(message: Row) -> str:
    """Say in one sentence where a message stands."""
    match message["state"]:
        case "created" if message["due_at"] > utc_now():
            return f"It waits until {clock(message['due_at'])}."
        case "created":
            tried = (
                f" after {message['attempts']} tries ({why(message['reason'])})"
                if message.get("reason")
                else ""
            )
            return f"It is due and waits to be sent{tried}."
        case "sending":
            return f"A sender holds it until {clock(message['lease']['until'])}."
        case "unknown":
            since = clock(message["since"])
            return f"The provider may have it, since {since}; it is asked, and nothing is sent twice."
        case "sent":
            return "The provider has it; no receipt came yet."
        case "delivered":
            return (
                "It arrived."
                if not message.get("read_at")
                else f"It was read at {clock(message['read_at'])}."
            )
        case _:
            return f"It failed: {why(message.get('reason'))}."
