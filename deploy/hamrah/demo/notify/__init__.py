"""Notify: hours that are kept, providers that fail, answers by text, a broadcast stopped, a trace."""

from __future__ import annotations

from hamrah.demo.alumni import centre, days
from hamrah.demo.notify import broadcast, cast, hours, replies, sending
from hamrah.demo.records import Records
from hamrah.demo.stage import Stage, tell_types

EXPECTED = (
    "groups.registration.confirmed.v1",
    "notify.answer.received.v1",
    "notify.texts.stopped.v1",
    "notify.texts.started.v1",
    "notify.broadcast.submitted.v1",
    "notify.broadcast.stopped.v1",
)


def play_notify(stage: Stage, records: Records | None) -> None:
    """Play the story; raises Missing or Refused at the first thing that is not as it has to be."""
    marks = records.mark() if records else {}
    administrator = centre.appoint_administrator(stage)
    _, coordinator = centre.join_network(stage, administrator)
    one, other, *rest = cast.invite(stage, coordinator)
    try:
        meeting = hours.sleep_in_the_day(stage, coordinator, one)
        sending.fail_over(stage, one)
        traced = sending.receive_late(stage, rest[0])
        days.become_partners(stage, one, other)
        days.check_in_by_text(stage, other)
        replies.stop_and_start(stage, other, meeting)
        broadcast.stop_in_the_middle(stage, coordinator, [one, other, *rest])
        hours.wake_up(stage, one, meeting)
    finally:
        stage.world.behave()
    sending.trace(stage, traced)
    if records:
        tell_types(stage.tell, records, marks, EXPECTED)
