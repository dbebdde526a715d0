"""What alumni does about what members answer by text."""

from __future__ import annotations

from alumni import inbound
from alumni.adapters.stores import Stores
from alumni.handlers.check_ins import take_answer
from chassis.consuming import Readers
from chassis.events import Event


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of an answer."""

    def check_in(event: Event) -> None:
        take_answer(
            event.data["member_id"],
            sober=event.data["sober"],
            craving=event.data["craving"],
            members=stores.members,
            check_ins=stores.check_ins,
            at=event.data["received_at"],
        )

    return {"notify.answer.received.v1": (inbound.AnswerReceived, check_in)}
