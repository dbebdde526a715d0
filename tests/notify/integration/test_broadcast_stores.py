"""One suite for what is kept of broadcasts, in memory and in MongoDB."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from notify.adapters.documents import preferences_document
from notify.adapters.indexes import ensure_indexes
from notify.adapters.memory_broadcasts import (
    InMemoryBroadcastMessages,
    InMemoryBroadcasts,
    InMemorySegments,
)
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.mongo_broadcasts import (
    BROADCAST_STOPPED,
    MongoBroadcastMessages,
    MongoBroadcasts,
)
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_segments import MongoSegments
from notify.domain import broadcast_errors as refusals
from notify.domain.audience import Count, Segment, Skip, Who, skipped
from notify.domain.broadcast import MOST_OPEN, Phase
from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.message import State
from notify.domain.preferences import Preferences, Purpose
from notify.ports import BroadcastMessages, Broadcasts, Messages, Segments
from tests.notify import broadcasting, examples
from tests.notify.broadcasting import AUTHOR, CENTRE, ELSEWHERE, PeopleInMemory, person

NOW = utc_now()


@dataclass(frozen=True)
class Kept:
    """Where everything is kept."""

    broadcasts: Broadcasts
    segments: Segments
    of_broadcasts: BroadcastMessages
    messages: Messages
    contacts: Any

    def know(self, *people: Contacts) -> None:
        """Keep people as a home, consent and choices have made them."""
        for each in people:
            self.contacts.know(each)


class _MongoPeople:
    def __init__(self, database) -> None:
        self._contacts = database["contacts"]

    def know(self, member: Contacts) -> None:
        fields = {
            "language": member.language,
            "time_zone": member.time_zone,
            "sealed": dict(member.sealed),
            "sequence": member.sequence,
            "acts_for": sorted(member.acts_for),
            "quiet": member.quiet,
            "centre_id": member.centre_id,
            "joined_at": member.joined_at,
            "preferences": preferences_document(member.preferences),
            "stopped": sorted(member.stopped),
            "unreachable": sorted(member.unreachable),
        }
        self._contacts.replace_one({"_id": member.member_id}, fields, upsert=True)


@pytest.fixture(params=["memory", "mongodb"])
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    if request.param == "memory":
        contacts, messages = PeopleInMemory(), InMemoryMessages()
        of_broadcasts = InMemoryBroadcastMessages(messages)
        yield Kept(InMemoryBroadcasts(), InMemorySegments(contacts), of_broadcasts, messages, contacts)
        return
    database = request.getfixturevalue("database")
    ensure_indexes(database)
    yield Kept(
        MongoBroadcasts(database),
        MongoSegments(database),
        MongoBroadcastMessages(database),
        MongoMessages(database),
        _MongoPeople(database),
    )


def test_a_broadcast_is_kept_as_it_is(kept):
    broadcast = broadcasting.draft(
        segment=Segment(
            centre_id=CENTRE,
            who=Who.COORDINATORS,
            languages=frozenset({Language.HINDI}),
            channel=Channel.SMS,
            joined_since=NOW,
        )
    )
    kept.broadcasts.add(broadcast)
    broadcast.submit(Count(people=60, skipped={Skip.QUIET: 1}), by=AUTHOR, at=NOW)
    kept.broadcasts.save(broadcast)

    assert kept.broadcasts.get(broadcast.id) == broadcast
    assert (broadcast.version, broadcast.sequence, broadcast.events) == (2, 1, [])


def test_it_is_added_once_and_saved_over_nobodys_change(kept):
    broadcast = broadcasting.draft()
    kept.broadcasts.add(broadcast)
    again = kept.broadcasts.add(replace(broadcasting.draft(), id=broadcast.id))
    assert again == broadcast

    again.submit(Count(people=1), by=AUTHOR, at=NOW)
    kept.broadcasts.save(again)

    with pytest.raises(refusals.BroadcastStale):
        kept.broadcasts.save(broadcast)
    with pytest.raises(refusals.BroadcastStale):
        kept.broadcasts.remove(broadcast)


def test_what_was_removed_is_unknown(kept):
    broadcast = kept.broadcasts.add(broadcasting.draft())
    kept.broadcasts.remove(broadcast)

    with pytest.raises(refusals.BroadcastUnknown):
        kept.broadcasts.get(broadcast.id)


def test_a_centre_keeps_so_many_and_no_more(kept):
    for _ in range(MOST_OPEN):
        kept.broadcasts.add(broadcasting.draft())

    with pytest.raises(refusals.TooManyBroadcasts):
        kept.broadcasts.add(broadcasting.draft())
    kept.broadcasts.add(broadcasting.draft(segment=Segment(centre_id=ELSEWHERE)))


def running(kept):
    broadcast = kept.broadcasts.add(broadcasting.draft())
    broadcast.submit(Count(people=1), by=AUTHOR, at=NOW)
    broadcast.begin(Count(people=1), broadcast.plan.scheduled_at)
    kept.broadcasts.save(broadcast)
    return broadcast


def test_what_is_due_is_found_when_its_time_has_come(kept):
    broadcast = kept.broadcasts.add(broadcasting.draft())
    broadcast.submit(Count(people=1), by=AUTHOR, at=NOW)
    kept.broadcasts.save(broadcast)

    assert kept.broadcasts.due(broadcast.plan.scheduled_at - timedelta(seconds=1)) == []
    assert [each.id for each in kept.broadcasts.due(broadcast.plan.scheduled_at)] == [broadcast.id]


def test_the_walk_goes_on_from_where_it_was_once_and_while_it_runs(kept):
    broadcast = running(kept)
    broadcast.cursor, broadcast.walked = "5" * 32, Count(people=3, skipped={Skip.PAUSED: 1})

    assert kept.broadcasts.advance(broadcast, None)
    assert not kept.broadcasts.advance(broadcast, None)
    fresh = kept.broadcasts.get(broadcast.id)
    assert (fresh.cursor, fresh.walked) == (broadcast.cursor, broadcast.walked)

    fresh.stop(by=AUTHOR, at=NOW)
    kept.broadcasts.save(fresh)
    assert not kept.broadcasts.advance(broadcast, broadcast.cursor)
    assert [each.id for each in kept.broadcasts.in_phase(Phase.STOPPED, NOW)] == [broadcast.id]
    assert kept.broadcasts.in_phase(Phase.STOPPED, NOW + timedelta(seconds=1)) == []


def test_a_change_of_state_does_not_put_the_walk_back(kept):
    loaded_before = running(kept)
    ahead = kept.broadcasts.get(loaded_before.id)
    ahead.cursor, ahead.at_end = "5" * 32, True
    kept.broadcasts.advance(ahead, None)
    loaded_before.stop(by=AUTHOR, at=NOW)
    kept.broadcasts.save(loaded_before)

    assert kept.broadcasts.get(ahead.id).cursor == ahead.cursor


def test_what_no_sender_has_taken_is_given_up_and_nothing_else(kept):
    broadcast_id = new_id()
    waiting, other = examples.message(broadcast_id=broadcast_id), examples.message()
    taken = examples.sending(broadcast_id=broadcast_id)
    kept.messages.add_once([waiting, taken, other])

    assert kept.of_broadcasts.on_their_way(broadcast_id)
    assert kept.of_broadcasts.halt(broadcast_id, NOW) == 1
    assert kept.of_broadcasts.halt(broadcast_id, NOW) == 0

    found = kept.messages.find(waiting.id)
    assert (found.state, found.reason, found.history) == (
        State.FAILED,
        BROADCAST_STOPPED,
        ((State.FAILED, NOW),),
    )
    assert kept.messages.find(taken.id) == taken
    assert kept.messages.find(other.id) == other
    assert not kept.of_broadcasts.on_their_way(new_id())


PEOPLE = [
    person("everything"),
    person("hindi", language=Language.HINDI, joined_at=NOW - timedelta(days=40)),
    person("mail only", sealed={Channel.EMAIL: "x"}, joined_at=NOW),
    person("quiet", quiet=True),
    person("coordinator", acts_for=frozenset({CENTRE})),
    replace(person("helps from elsewhere"), centre_id=ELSEWHERE, acts_for=frozenset({CENTRE})),
    replace(person("elsewhere"), centre_id=ELSEWHERE),
    replace(person("nowhere"), centre_id=None),
]
SEGMENTS = [
    Segment(centre_id=CENTRE),
    Segment(centre_id=CENTRE, who=Who.COORDINATORS),
    Segment(centre_id=CENTRE, languages=frozenset({Language.HINDI, Language.PUNJABI})),
    Segment(centre_id=CENTRE, channel=Channel.SMS),
    Segment(centre_id=CENTRE, joined_since=NOW - timedelta(days=30)),
    Segment(centre_id=new_id()),
]


@pytest.mark.parametrize("segment", SEGMENTS, ids=range(len(SEGMENTS)))
def test_a_segment_is_walked_in_order_and_counted(kept, segment):
    kept.know(*PEOPLE)
    meant = sorted((each for each in PEOPLE if segment.includes(each)), key=lambda each: each.member_id)

    walked, last = [], None
    while batch := kept.segments.behind(segment, last, 2):
        assert len(batch) <= 2
        walked, last = [*walked, *batch], batch[-1].member_id

    assert walked == meant
    count = kept.segments.count(segment, NOW)
    assert count.people == len(meant)
    assert count.written == sum(skipped(each, NOW) is None for each in meant)


CHANNELS = st.frozensets(st.sampled_from(["sms", "email"]))


@st.composite
def anybody(draw: Any) -> Contacts:
    off = draw(
        st.frozensets(
            st.tuples(st.sampled_from([Purpose.NEWS, Purpose.MEETINGS]), st.sampled_from(["sms", "email"]))
        )
    )
    paused = draw(st.sampled_from([None, NOW, NOW + timedelta(seconds=1), NOW - timedelta(days=1)]))
    return person(
        new_id(),
        sealed={Channel(each): "x" for each in draw(CHANNELS)},
        quiet=draw(st.booleans()),
        stopped=draw(CHANNELS),
        unreachable=draw(CHANNELS),
        preferences=Preferences(off=off, paused_until=paused),
    )


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=st.lists(anybody(), max_size=12))
def test_who_is_not_written_to_is_counted_by_the_same_rule_everywhere(kept, people):
    segment = Segment(centre_id=derived_id(new_id()))
    kept.know(*(replace(each, centre_id=segment.centre_id, member_id=new_id()) for each in people))
    causes = [cause for each in people if (cause := skipped(each, NOW))]

    count = kept.segments.count(segment, NOW)

    assert count == Count(people=len(people), skipped={each: causes.count(each) for each in causes})
