"""What alumni does about what members answer by text."""

from __future__ import annotations

from alumni import inbound
from alumni.adapters.stores import Stores
from alumni.handlers.check_ins import take_answer
from alumni.handlers.consent import note_channel
from chassis.consuming import Readers
from chassis.events import Event

STOPPED = "notify.texts.stopped.v1"
TEXTS = "sms"


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of each answer."""

    def check_in(event: Event) -> None:
        take_answer(
            event.data["member_id"],
            sober=event.data["sober"],
            craving=event.data["craving"],
            members=stores.members,
            check_ins=stores.check_ins,
            at=event.data["received_at"],
        )

    def note_texts(event: Event) -> None:
        note_channel(
            event.data["member_id"],
            TEXTS,
            stopped=event.type == STOPPED,
            consents=stores.consents,
            members=stores.members,
            at=event.data["at"],
        )

    return {
        "notify.answer.received.v1": (inbound.AnswerReceived, check_in),
        STOPPED: (inbound.TextsSaid, note_texts),
        "notify.texts.started.v1": (inbound.TextsSaid, note_texts),
    }
