"""How a provider that did badly becomes the first choice again: one message tries it after each rest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from notify.domain.delivery import Accepted, Refused
from notify.domain.faults import Fault
from notify.domain.health import FIRST_REST, FORGOTTEN_AFTER, LONGEST_REST, Health
from notify.domain.message import Urgency
from notify.entrypoints.choice import CAN_WAIT, PROBE_EVERY, Choice, Wish
from notify.entrypoints.lane import Lane
from tests.notify import examples
from tests.notify.anyprovider import AnyProvider, lane

AT = datetime(2026, 11, 28, tzinfo=UTC)
SOON = timedelta(seconds=1)


def fallen_ill(at: datetime = AT, count: int = 20) -> Health:
    health = Health()
    for _ in range(count):
        health = health.after(good=False, timely=True, at=at)
    return health


@dataclass
class Texts:
    """Texts that fall due one after the other, and which provider was handed each."""

    is_away: Callable[[datetime], bool] = lambda at: False
    lanes: list[Lane] = field(
        default_factory=lambda: [lane(AnyProvider(each)) for each in ("first", "second")]
    )
    due: list[Urgency] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    now: datetime = AT

    def __post_init__(self) -> None:
        self.choice = Choice(self.lanes)
        self.first.gate.health = fallen_ill()

    @property
    def first(self) -> Lane:
        return self.lanes[0]

    def fall_due(self, at: datetime, *classes: Urgency) -> None:
        """Let texts fall due, and the sender look a few times."""
        self.now, self.due = at, [*self.due, *classes]
        for _ in range(3):
            self.choice.serve(self._fill, at)

    def _fill(self, lane: Lane, wish: Wish) -> int:
        mine = [] if wish.declined_by else [each for each in self.due if each in wish.classes][: wish.most]
        for each in mine:
            self.due.remove(each)
            self.taken.append(lane.name)
            bad = lane is self.first and self.is_away(self.now)
            lane.gate.note(Refused("blocked") if bad else Accepted("id"), Fault.PROVIDER, 0.1, self.now)
        return len(mine)


def test_before_its_rest_is_over_an_ill_provider_is_left_alone():
    texts = Texts()

    texts.fall_due(AT + FIRST_REST - SOON, Urgency.TIMELY)

    assert texts.taken == ["second"]


def test_after_its_rest_one_message_tries_an_ill_provider_and_the_others_do_not():
    texts = Texts()

    texts.fall_due(AT + FIRST_REST, *[Urgency.TIMELY] * 3)

    assert texts.taken == ["first", "second", "second"]


def test_what_tries_an_ill_provider_can_wait():
    texts = Texts()

    texts.fall_due(AT + FIRST_REST, Urgency.URGENT)

    assert texts.taken == ["second"]
    assert Urgency.URGENT not in CAN_WAIT


def test_while_one_message_tries_an_ill_provider_no_other_does():
    tried = lane(AnyProvider("first"))
    tried.gate.health = fallen_ill()
    rested = AT + FIRST_REST
    assert tried.may_be_tried(rested)

    tried.take([examples.sending()], {})

    assert not tried.may_be_tried(rested)


def test_one_that_is_well_has_no_need_to_be_tried():
    assert not Health().is_rested_at(AT)
    assert not fallen_ill(count=3).is_rested_at(AT + FORGOTTEN_AFTER)


def test_the_rest_doubles_with_each_try_that_goes_badly_and_one_that_goes_well_makes_it_short():
    health, at, rests = fallen_ill(), AT, []
    for _ in range(6):
        rests.append(health.rest)
        at += health.rest
        health = health.after(good=False, timely=True, at=at)

    assert rests == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST, *[LONGEST_REST] * 3]
    assert health.after(good=True, timely=True, at=at + LONGEST_REST).rest == FIRST_REST


def test_what_was_under_way_when_a_provider_fell_ill_makes_its_rest_no_longer():
    assert fallen_ill(count=200).rest == FIRST_REST


def test_one_that_stays_ill_is_tried_again_before_it_is_forgotten():
    assert LONGEST_REST < FORGOTTEN_AFTER


@given(gap=st.integers(5, 120), away=st.integers(0, 1800))
@settings(max_examples=20, deadline=None)
def test_a_provider_recovers_in_time_however_few_texts_there_are(gap, away):
    """Sixteen good tries lead from the worst to well again, each after a rest."""
    every, back_at = timedelta(seconds=gap), AT + timedelta(seconds=away)
    texts, at = Texts(is_away=lambda at: at < back_at), AT
    while not (at > back_at and texts.first.gate.is_well(at)):
        at += every
        texts.fall_due(at, Urgency.TIMELY)

    assert at - back_at <= LONGEST_REST + 16 * (FIRST_REST + every)


@given(gap=st.integers(5, 60))
@settings(max_examples=20, deadline=None)
def test_one_that_stays_ill_costs_few_messages(gap):
    texts, hour = Texts(is_away=lambda at: True), timedelta(hours=1)
    for passed in range(gap, int(hour.total_seconds()), gap):
        texts.fall_due(AT + timedelta(seconds=passed), Urgency.TIMELY)

    first_rests = 4  # until the rest is the longest
    assert texts.taken.count("first") <= first_rests + hour / LONGEST_REST + len(texts.taken) / PROBE_EVERY
