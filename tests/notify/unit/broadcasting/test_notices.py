"""Those who act for a centre are told what a broadcast waits for, and once that it is done."""

from dataclasses import replace

from chassis.clock import utc_now
from chassis.ids import derived_id
from notify.adapters.memory_broadcasts import InMemorySegments
from notify.domain.broadcast import MOST_ALONE, Phase
from notify.domain.contacts import INBOX, NETWORK
from notify.domain.message import Template
from notify.handlers.broadcast_notices import Notices
from tests.notify import broadcasting
from tests.notify.broadcasting import AUTHOR, CENTRE, person
from tests.notify.unit.broadcasting.world import run


def test_what_grew_waits_for_a_second_person_who_is_told(world):
    broadcast = world.scheduled()
    world.contacts.know(
        *(person(f"more {each}") for each in range(MOST_ALONE)),
        person("second", acts_for=frozenset({CENTRE})),
        replace(person("author", acts_for=frozenset({CENTRE})), member_id=AUTHOR),
    )

    assert run(world, broadcast).phase is Phase.AWAITING_APPROVAL

    told = [each for each in world.messages.all() if each.broadcast_id is None]
    assert {each.member_id for each in told} == {derived_id("second")}
    assert {each.template for each in told} == {Template.ANSWER_WANTED}


def test_where_a_centre_has_no_second_person_the_network_is_told(world):
    world.contacts.know(
        *(person(f"more {each}") for each in range(MOST_ALONE)),
        replace(person("administrator", acts_for=frozenset({NETWORK})), centre_id=None),
    )
    broadcast = broadcasting.draft()
    count = InMemorySegments(world.contacts).count(broadcast.plan.segment, utc_now())
    broadcast.submit(count, by=AUTHOR, at=utc_now())

    Notices(contacts=world.contacts, messages=world.messages).tell(broadcast, utc_now())

    assert {each.member_id for each in world.messages.all()} == {derived_id("administrator")}


def test_coordinators_hear_once_that_it_is_done(world):
    world.contacts.know(person("second", acts_for=frozenset({CENTRE})))
    broadcast = world.scheduled()
    run(world, broadcast)
    world.settle(broadcast)
    run(world, broadcast)

    told = [each for each in world.messages.all() if each.broadcast_id is None and each.channel != INBOX]
    assert [(each.member_id, each.template) for each in told] == [(derived_id("second"), Template.NEWS_WAITS)]
