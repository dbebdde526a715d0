"""What alumni does about its own facts of centres: members are asked, and systems of centres are told."""

from __future__ import annotations

from alumni import inbound
from alumni.adapters.stores import Stores
from alumni.domain.webhook import Kind
from alumni.handlers.leaving import ask_whose_centre_left
from alumni.handlers.webhooks import Fact, forget_systems, tell_systems
from chassis.consuming import Readers
from chassis.events import Event


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every fact about a centre that is read."""

    def tell(event: Event, centre_id: str | None, kind: Kind, **data: str) -> None:
        if centre_id is None:
            return
        fact = Fact(event_id=event.id, centre_id=centre_id, kind=kind, data=data, at=event.time)
        tell_systems(fact, webhooks=stores.webhooks, deliveries=stores.deliveries)

    def tell_home_changed(event: Event) -> None:
        member_id = event.data["member_id"]
        tell(event, event.data["previous_centre_id"], Kind.MEMBER_LEFT_HOME, member_id=member_id)
        tell(event, event.data["home_centre_id"], Kind.MEMBER_CONFIRMED_HOME, member_id=member_id)

    def tell_reach_asked(event: Event) -> None:
        tell(event, event.data["centre_id"], Kind.REACH_ASKED, reach_id=event.data["reach_id"])

    def tell_reach_overdue(event: Event) -> None:
        tell(event, event.data["centre_id"], Kind.REACH_OVERDUE, reach_id=event.data["reach_id"])

    def say_good_bye(event: Event) -> None:
        centre_id = event.data["centre_id"]
        forget_systems(centre_id, webhooks=stores.webhooks, deliveries=stores.deliveries)
        ask_whose_centre_left(centre_id, homes=stores.homes, leavings=stores.leavings, at=event.time)

    return {
        "alumni.member.home-changed.v1": (inbound.HomeChanged, tell_home_changed),
        "alumni.reach.asked.v1": (inbound.ReachOfCentre, tell_reach_asked),
        "alumni.reach.overdue.v1": (inbound.ReachOfCentre, tell_reach_overdue),
        "alumni.centre.suspended.v1": (
            inbound.OfCentre,
            lambda event: tell(event, event.data["centre_id"], Kind.CENTRE_SUSPENDED),
        ),
        "alumni.centre.resumed.v1": (
            inbound.OfCentre,
            lambda event: tell(event, event.data["centre_id"], Kind.CENTRE_RESUMED),
        ),
        "alumni.centre.left.v1": (inbound.OfCentre, say_good_bye),
    }
