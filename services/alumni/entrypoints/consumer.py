"""What alumni does about the facts of the other services."""

from __future__ import annotations

from alumni import inbound
from alumni.adapters.stores import Stores
from alumni.entrypoints import answer_facts, partner_facts, rights_facts
from alumni.handlers.attendance import note_attendance
from chassis.consuming import Readers
from chassis.events import Event


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every event that is read."""

    def attended(event: Event) -> None:
        note_attendance(
            event.data["attendance_id"],
            event.data["member_id"],
            present=event.data["present"],
            sequence=event.sequence,
            attendance=stores.attendance,
            members=stores.members,
            at=event.time,
        )

    return {
        "groups.attendance.recorded.v1": (inbound.AttendanceMarked, attended),
        "groups.attendance.corrected.v1": (inbound.AttendanceMarked, attended),
        **partner_facts.readers(stores),
        **rights_facts.readers(stores),
        **answer_facts.readers(stores),
    }
