"""Everything that groups holds of a person, collection by collection."""

from typing import Any

from pymongo.collection import Collection

from chassis.personal import Holding, delete, elements, pulled, together
from groups.domain.person import LEFT
from groups.domain.post import State

Document = dict[str, Any]


def _leave_groups(groups: Collection[Document], found: Document, person_id: str) -> None:
    """Lead no group any more; a therapy group waits for another therapist."""
    for leaders in ("facilitators", "co_facilitators", "leader_ids"):
        groups.update_many({leaders: person_id}, {"$pull": {leaders: person_id}, "$inc": {"version": 1}})
    groups.update_many(
        {"licence.therapist_id": person_id},
        {"$set": {"licence.therapist_id": LEFT}, "$inc": {"version": 1}},
    )


def _leave_entries(array: str) -> Any:
    """Keep that somebody reported or decided, without who and without what they wrote."""

    def erase(collection: Collection[Document], found: Document, person_id: str) -> None:
        collection.update_many(
            {f"{array}.by": person_id},
            {
                "$set": {f"{array}.$[theirs].by": LEFT, f"{array}.$[theirs].note": None},
                "$inc": {"version": 1},
            },
            array_filters=[{"theirs.by": person_id}],
        )

    return erase


def _leave_posts(posts: Collection[Document], found: Document, person_id: str) -> None:
    """Let what was answered keep its place in the thread, without its text, by "a member who left"."""
    posts.update_many(
        {"author_id": person_id},
        [
            {
                "$set": {
                    "author_id": LEFT,
                    "title": None,
                    "text": "",
                    "masked": {"$literal": {}},
                    "state": State.REMOVED.value,
                    "removed_at": {"$ifNull": ["$removed_at", "$$NOW"]},
                    "alerts": [],
                    "case.reports": [],
                    "case.history": [],
                    "case.appeal": None,
                    "case.stage": "none",
                    "version": {"$add": ["$version", 1]},
                }
            },
            {"$unset": ["search", "erase_at", "alerted_at"]},
        ],
    )
    posts.update_many(
        {"alerts.watch.member_ids": person_id}, {"$pull": {"alerts.$[].watch.member_ids": person_id}}
    )


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        collection="occurrences",
        by=("seats.member", "queue.member", "released.member"),
        erasing=together(pulled("seats", "member"), pulled("queue", "member"), pulled("released", "member")),
        hidden=("seats", "queue", "released"),
    ),
    Holding(
        collection="standing",
        by=("seats.member",),
        erasing=pulled("seats", "member"),
        hidden=("seats", "due_at"),
    ),
    Holding(collection="memberships", by=("member_id",), erasing=delete),
    Holding(collection="people", by=("_id",), erasing=delete),
    Holding(collection="calendars", by=("_id",), erasing=delete, hidden=("digest",)),
    Holding(
        collection="groups",
        by=("leader_ids", "licence.therapist_id"),
        erasing=_leave_groups,
        hidden=("facilitators", "co_facilitators", "leader_ids"),
    ),
    Holding(
        collection="rosters",
        by=("shifts.member_id", "handovers.to_member_id"),
        erasing=together(pulled("shifts", "member_id"), pulled("handovers", "to_member_id")),
        hidden=("shifts", "handovers"),
    ),
    Holding(
        collection="attendances",
        by=("member_id", "marks.by"),
        erasing=together(
            lambda attendances, _, person_id: delete(attendances, {"member_id": person_id}, person_id),
            elements("marks", "by", LEFT),
        ),
        hidden=("marks", "member_id"),
    ),
    Holding(
        collection="absences",
        by=("member_id", "closure.by"),
        erasing=together(
            lambda absences, _, person_id: delete(absences, {"member_id": person_id}, person_id),
            lambda absences, _, person_id: _close_absences(absences, person_id),
        ),
        hidden=("closure", "member_id"),
    ),
    Holding(collection="certificates", by=("member_id",), erasing=delete, hidden=("code",)),
    Holding(collection="marks", by=("member_id",), erasing=delete),
    Holding(
        collection="threads",
        by=("author_id", "history.by"),
        erasing=together(
            lambda threads, _, person_id: _leave_threads(threads, person_id), _leave_entries("history")
        ),
        hidden=("author_id", "history"),
    ),
    Holding(
        collection="posts",
        by=(
            *("author_id", "hears", "alerts.watch.member_ids", "alerts.closed_by"),
            *("case.reports.by", "case.history.by"),
        ),
        erasing=together(
            _leave_posts,
            pulled("hears"),
            elements("alerts", "closed_by", LEFT),
            _leave_entries("case.reports"),
            _leave_entries("case.history"),
        ),
        hidden=("hears", "alerts", "case", "search", "erase_at", "alerted_at"),
    ),
)
# Collections that hold nothing of any member: of what was once held, digests and counts.
OF_NOBODY = frozenset(
    {
        *(
            "series",
            "sources",
            "imports",
            "import_states",
            "import_leases",
            "sheets",
            "tries",
            "boards",
            "centres",
        ),
        *("erasures", "relay_leases", "parked"),
    }
)


def _close_absences(absences: Collection[Document], person_id: str) -> None:
    """Keep that a leader has seen to an absence, without who."""
    absences.update_many({"closure.by": person_id}, {"$set": {"closure.by": LEFT}})


def _leave_threads(threads: Collection[Document], person_id: str) -> None:
    """Let a thread go on, begun by "a member who left"."""
    threads.update_many({"author_id": person_id}, {"$set": {"author_id": LEFT}, "$inc": {"version": 1}})
