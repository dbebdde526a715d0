"""How broadcasts rest in MongoDB: what is wanted, who decided, and how far the walk came."""

from __future__ import annotations

from notify.adapters.documents import Document
from notify.domain.audience import Count, Segment, Skip, Who
from notify.domain.broadcast import Act, Broadcast, Deed, Phase
from notify.domain.broadcast_plan import Plan
from notify.domain.contacts import Channel, Language
from notify.domain.message import Template


def state_fields(broadcast: Broadcast) -> Document:
    """Write what people decide."""
    segment = broadcast.plan.segment
    return {
        "centre_id": broadcast.centre_id,
        "template": broadcast.plan.template,
        "values": dict(broadcast.plan.values),
        "segment": {
            "who": segment.who,
            "languages": sorted(segment.languages),
            "channel": segment.channel,
            "joined_since": segment.joined_since,
        },
        "scheduled_at": broadcast.plan.scheduled_at,
        "any_hour": broadcast.plan.any_hour,
        "phase": broadcast.phase,
        "acts": [{"deed": each.deed, "by": each.by, "at": each.at} for each in broadcast.acts],
        "written_at": broadcast.acts[0].at,
        "count": _count_fields(broadcast.count),
        "approved": broadcast.approved,
        "started_at": broadcast.started_at,
        "ended_at": broadcast.ended_at,
    }


def walk_fields(broadcast: Broadcast) -> Document:
    """Write how far the walk came."""
    return {
        "cursor": broadcast.cursor,
        "walked": _count_fields(broadcast.walked),
        "at_end": broadcast.at_end,
    }


def to_broadcast(document: Document) -> Broadcast:
    """Read a broadcast."""
    return Broadcast(
        id=document["_id"],
        version=document["version"],
        sequence=document["sequence"],
        centre_id=document["centre_id"],
        plan=_plan(document),
        phase=Phase(document["phase"]),
        acts=tuple(Act(Deed(each["deed"]), each["by"], each["at"]) for each in document["acts"]),
        count=_count(document["count"]),
        approved=document["approved"],
        started_at=document["started_at"],
        ended_at=document["ended_at"],
        cursor=document["cursor"],
        walked=_count(document["walked"]),
        at_end=document["at_end"],
    )


def _plan(document: Document) -> Plan:
    segment = document["segment"]
    return Plan(
        template=Template(document["template"]),
        values=document["values"],
        segment=Segment(
            centre_id=document["centre_id"],
            who=Who(segment["who"]),
            languages=frozenset(Language(each) for each in segment["languages"]),
            channel=Channel(segment["channel"]) if segment["channel"] else None,
            joined_since=segment["joined_since"],
        ),
        scheduled_at=document["scheduled_at"],
        any_hour=document.get("any_hour", False),
    )


def _count_fields(count: Count) -> Document:
    return {"people": count.people, "skipped": {str(each): many for each, many in count.skipped.items()}}


def _count(document: Document) -> Count:
    skipped = {Skip(each): many for each, many in document["skipped"].items()}
    return Count(people=document["people"], skipped=skipped)
