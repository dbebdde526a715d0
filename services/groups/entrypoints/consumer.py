"""What groups does about the facts of the other services."""

from __future__ import annotations

from functools import partial

from chassis.clock import utc_now
from chassis.consuming import Readers
from chassis.events import Event, NotYet
from groups import inbound
from groups.adapters.stores import Stores
from groups.domain.errors import MeetingBusy
from groups.entrypoints import answer_facts
from groups.handlers.centres import pause_centre, resume_centre
from groups.handlers.erasure import erase_member
from groups.handlers.moving import leave_former_centre


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every event that is read."""

    def erase(event: Event) -> None:
        try:
            erase_member(
                event.data["erasure_id"],
                event.data["member_id"],
                seats=stores.standing,
                occurrences=stores.occurrences,
                personal=stores.personal,
                at=utc_now(),
            )
        except MeetingBusy as busy:
            raise NotYet("a meeting is busy") from busy

    def move(event: Event) -> None:
        former = event.data["previous_centre_id"]
        if former is None:
            return
        try:
            leave_former_centre(
                event.data["member_id"],
                former,
                groups=stores.groups,
                memberships=stores.memberships,
                series=stores.series,
                seats=stores.standing,
                occurrences=stores.occurrences,
                personal=stores.personal,
                at=utc_now(),
            )
        except MeetingBusy as busy:
            raise NotYet("a meeting is busy") from busy

    return {
        "alumni.member.home-changed.v1": (inbound.HomeChanged, move),
        "alumni.centre.suspended.v1": (inbound.OfCentre, partial(pause_centre, centres=stores.centres)),
        "alumni.centre.resumed.v1": (inbound.OfCentre, partial(resume_centre, centres=stores.centres)),
        "alumni.centre.left.v1": (inbound.OfCentre, partial(pause_centre, centres=stores.centres)),
        "alumni.member.erased.v1": (inbound.MemberErased, erase),
        **answer_facts.readers(stores.occurrences),
    }
