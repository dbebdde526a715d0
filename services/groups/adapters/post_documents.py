"""Posts as MongoDB documents, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chassis.outbox import seal_all, shard_of
from groups.adapters.documents import Document
from groups.domain.moderation import Act, Appeal, Case, Entry, Reason, Report, Stage
from groups.domain.post import UNDO, Alert, Outcome, Post, State, Watch
from groups.domain.text import searchable

_PLAIN = (
    *("board_id", "thread_id", "number", "author_id", "title", "text", "masked"),
    *("created_at", "edited_at", "removed_at"),
)


def from_post(post: Post) -> tuple[Document, list[str]]:
    """Write a post's own fields, and name those that are absent.

    Absent where nothing is to be found by them: `search` of a post that is not visible, `alerted_at` without
    an open alert, `erase_at` of a text that stays.
    """
    waiting = [each.raised_at for each in post.alerts if each.closed_at is None]
    found_by = {
        "search": searchable(post.title or "", post.text) if post.state is State.VISIBLE else None,
        "alerted_at": waiting[-1] if waiting else None,
        "erase_at": post.removed_at + UNDO if post.removed_at and post.text else None,
    }
    document = {
        **{name: getattr(post, name) for name in _PLAIN},
        "masked": dict(post.masked),
        "state": post.state.value,
        "alerts": [_from_alert(each) for each in post.alerts],
        "case": from_case(post.case),
        "sequence": post.sequence + len(post.events),
        **{name: value for name, value in found_by.items() if value is not None},
    }
    return document, [name for name, value in found_by.items() if value is None]


def new_post(post: Post) -> Document:
    """Write a post that nobody has heard yet, with its events."""
    document, _ = from_post(post)
    frame = {"_id": post.id, "version": 1, "shard": shard_of(post.id), "hears": []}
    return {**frame, **document, "outbox": seal_all(post.events, after=0)}


def to_post(found: Mapping[str, Any]) -> Post:
    """Read a post."""
    return Post(
        id=found["_id"],
        **{name: found[name] for name in _PLAIN},
        alerts=[_to_alert(each) for each in found["alerts"]],
        case=to_case(found["case"], found["author_id"]),
        version=found["version"],
        sequence=found["sequence"],
    )


def _from_alert(alert: Alert) -> Document:
    watch = {"member_ids": list(alert.watch.member_ids), "centre_id": alert.watch.centre_id}
    return {**asdict(alert), "watch": watch, "outcome": alert.outcome and alert.outcome.value}


def _to_alert(document: Mapping[str, Any]) -> Alert:
    watch, outcome = document["watch"], document["outcome"]
    return Alert(
        **{
            **document,
            "watch": Watch(member_ids=tuple(watch["member_ids"]), centre_id=watch["centre_id"]),
            "outcome": Outcome(outcome) if outcome else None,
        }
    )


def from_entries(entries: list[Entry]) -> list[Document]:
    """Write the history of a case or of a thread."""
    return [{**asdict(each), "act": each.act.value} for each in entries]


def to_entries(documents: list[Document]) -> list[Entry]:
    """Read the history of a case or of a thread."""
    return [Entry(**{**each, "act": Act(each["act"])}) for each in documents]


def from_case(case: Case) -> Document:
    """Write a case."""
    return {
        "stage": case.stage.value,
        "hidden": case.hidden,
        "timed_out_until": case.timed_out_until,
        "reports": [{**asdict(each), "reason": each.reason.value} for each in case.reports],
        "history": from_entries(case.history),
        "appeal": asdict(case.appeal) if case.appeal else None,
    }


def to_case(document: Mapping[str, Any], author_id: str) -> Case:
    """Read a case."""
    return Case(
        concerned=author_id,
        stage=Stage(document["stage"]),
        hidden=document["hidden"],
        timed_out_until=document["timed_out_until"],
        reports=[Report(**{**each, "reason": Reason(each["reason"])}) for each in document["reports"]],
        history=to_entries(document["history"]),
        appeal=Appeal(**document["appeal"]) if document["appeal"] else None,
    )
