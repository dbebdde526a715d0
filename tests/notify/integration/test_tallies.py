"""What members were sent and have not read, counted in memory and in MongoDB."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from notify.adapters.memory_tallies import InMemoryTallies
from notify.adapters.mongo_tallies import MongoTallies
from notify.domain.bundles import TextTried, Unread
from notify.domain.contacts import INBOX
from notify.domain.message import Lease, Message, State, Urgency
from notify.ports import Tallies
from tests.notify import examples

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def tallies(stores, request: pytest.FixtureRequest) -> Tallies:
    if request.node.callspec.params["stores"] == "memory":
        return InMemoryTallies(stores.messages)
    return MongoTallies(request.getfixturevalue("database"))


def tried(at: datetime, state: State = State.SENT, **more: object) -> Message:
    lease = Lease("somebody's", at + HOUR) if state is State.SENDING else None
    made = examples.message(
        state=state, created_at=at - HOUR, due_at=at, since=at, attempts=1, history=((State.SENDING, at),)
    )
    return replace(made, lease=lease, **more)


def test_texts_that_were_tried_since_a_moment_are_counted_but_not_what_is_urgent(stores, tallies):
    counted = [tried(NOON), tried(NOON + HOUR, State.UNKNOWN), tried(NOON, State.SENDING)]
    stores.messages.add_once(
        [
            *counted,
            tried(NOON - HOUR),
            tried(NOON, State.FAILED),
            tried(NOON, urgency=Urgency.URGENT),
            tried(NOON, channel="email"),
            tried(NOON, member_id="f" * 32),
            examples.message(created_at=NOON),
        ]
    )

    found = tallies.texts_since([examples.MEMBER], NOON)

    assert sorted(found, key=lambda each: each.message_id) == sorted(
        (
            TextTried(
                message_id=each.id,
                member_id=examples.MEMBER,
                tried_at=each.since,
                is_settled=each.state is not State.SENDING,
            )
            for each in counted
        ),
        key=lambda each: each.message_id,
    )


def test_what_lies_unread_in_the_inbox_since_a_moment_is_found(stores, tallies):
    lying = examples.message(
        channel=INBOX, state=State.DELIVERED, created_at=NOON, fact_at=NOON - HOUR, fact_id="a"
    )
    stores.messages.add_once(
        [
            replace(lying, urgency=Urgency.DIGESTIBLE),
            replace(lying, id="1" * 32, read_at=NOON + HOUR),
            replace(lying, id="2" * 32, created_at=NOON - HOUR),
            replace(lying, id="3" * 32, channel="sms"),
            replace(lying, id="4" * 32, member_id="f" * 32),
        ]
    )

    assert tallies.unread_since([examples.MEMBER], NOON) == [
        Unread(member_id=examples.MEMBER, urgency=Urgency.DIGESTIBLE, told_at=NOON)
    ]


def test_what_a_message_says_is_kept(stores, tallies):
    message = examples.message(params={"count": 0, "time_zone": "Asia/Kolkata"})
    stores.messages.add_once([message])

    tallies.fill({message.id: 3})
    tallies.fill({})

    assert stores.messages.find(message.id).params == {"count": 3, "time_zone": "Asia/Kolkata"}
