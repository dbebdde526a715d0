"""A broadcast's way from a draft to its end, and who decides about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chassis.ids import derived_id, new_id
from notify.adapters.templates import read_templates
from notify.domain import broadcast_errors as refusals
from notify.domain.audience import Count, Segment, Skip
from notify.domain.broadcast import MOST_ACTS, MOST_ALONE, Broadcast, Phase
from notify.domain.broadcast_plan import APPROVED, LASTS, Plan
from notify.domain.errors import NotifyError
from notify.domain.message import Template

CENTRE = derived_id("a centre")
AUTHOR, SECOND, THIRD = (derived_id(each) for each in ("author", "second", "third"))
NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)  # 11:30 in the morning in India
LATER = NOW + timedelta(hours=2)
FEW, MANY = Count(people=MOST_ALONE), Count(people=MOST_ALONE + 1)


def plan(**differences) -> Plan:
    ordinary = Plan(
        template=Template.INVITATION,
        values={"starts_at": NOW + timedelta(days=1)},
        segment=Segment(centre_id=CENTRE),
        scheduled_at=LATER,
    )
    return replace(ordinary, **differences)


def draft(**differences) -> Broadcast:
    return Broadcast.write(new_id(), plan(**differences), by=AUTHOR, at=NOW)


def awaiting() -> Broadcast:
    broadcast = draft()
    broadcast.submit(MANY, by=AUTHOR, at=NOW)
    return broadcast


def running() -> Broadcast:
    broadcast = draft()
    broadcast.submit(FEW, by=AUTHOR, at=NOW)
    broadcast.begin(FEW, LATER)
    return broadcast


def test_a_coordinator_writes_to_a_few_alone():
    broadcast = draft()
    broadcast.submit(FEW, by=AUTHOR, at=NOW)

    assert broadcast.phase is Phase.SCHEDULED
    assert [(each.people, each.needs_approval) for each in broadcast.events] == [(50, False)]


def test_many_are_written_to_after_a_second_person_agreed():
    broadcast = awaiting()
    assert broadcast.phase is Phase.AWAITING_APPROVAL
    broadcast.begin(MANY, LATER)
    assert broadcast.phase is Phase.AWAITING_APPROVAL

    broadcast.approve(by=SECOND, at=NOW)
    broadcast.begin(MANY, LATER)

    assert (broadcast.phase, broadcast.started_at) == (Phase.RUNNING, LATER)


def test_who_wrote_or_changed_it_never_approves_it():
    broadcast = awaiting()
    broadcast.change(plan(), by=SECOND, at=NOW)
    broadcast.submit(MANY, by=THIRD, at=NOW)

    for each in (AUTHOR, SECOND):
        with pytest.raises(refusals.OwnBroadcast):
            broadcast.approve(by=each, at=NOW)
        with pytest.raises(refusals.OwnBroadcast):
            broadcast.refuse(by=each, at=NOW)
    broadcast.approve(by=THIRD, at=NOW)


def test_a_change_after_the_approval_needs_approval_again():
    broadcast = awaiting()
    broadcast.approve(by=SECOND, at=NOW)
    broadcast.change(plan(template=Template.HOURS_CHANGE), by=AUTHOR, at=NOW)
    assert (broadcast.phase, broadcast.approved) == (Phase.DRAFT, False)

    broadcast.submit(MANY, by=AUTHOR, at=NOW)

    assert broadcast.phase is Phase.AWAITING_APPROVAL


def test_what_grew_since_it_was_submitted_waits_for_a_second_person():
    broadcast = draft()
    broadcast.submit(FEW, by=AUTHOR, at=NOW)
    broadcast.begin(MANY, LATER)

    assert (broadcast.phase, broadcast.count) == (Phase.AWAITING_APPROVAL, MANY)


def test_what_was_refused_is_a_draft_again():
    broadcast = awaiting()
    broadcast.refuse(by=SECOND, at=NOW)

    assert broadcast.phase is Phase.DRAFT


@pytest.mark.parametrize("late", [plan().useful_until, NOW + timedelta(days=9)])
def test_what_comes_too_late_is_neither_approved_nor_begun(late):
    broadcast = awaiting()
    with pytest.raises(refusals.TimePassed):
        broadcast.approve(by=SECOND, at=late)
    broadcast.approve(by=SECOND, at=NOW)
    broadcast.begin(MANY, late)

    assert broadcast.phase is Phase.STOPPED


def test_nobody_is_written_to_before_the_time():
    broadcast = draft()
    broadcast.submit(FEW, by=AUTHOR, at=NOW)
    broadcast.begin(FEW, LATER - timedelta(seconds=1))

    assert broadcast.phase is Phase.SCHEDULED


def test_a_broadcast_that_reaches_nobody_is_not_submitted():
    with pytest.raises(refusals.NobodyMeant):
        draft().submit(Count(people=1, skipped={Skip.QUIET: 1}), by=AUTHOR, at=NOW)


def test_what_runs_is_stopped_once_and_not_changed():
    broadcast = running()
    with pytest.raises(refusals.BroadcastSettled):
        broadcast.change(plan(), by=AUTHOR, at=LATER)
    for _ in range(2):
        broadcast.stop(by=SECOND, at=LATER)

    assert [type(each).__name__ for each in broadcast.events] == ["BroadcastSubmitted", "BroadcastStopped"]
    with pytest.raises(refusals.NotStoppable):
        draft().stop(by=AUTHOR, at=NOW)


def test_it_is_done_at_its_end_only_and_tells_counts():
    broadcast = running()
    broadcast.finish(LATER)
    assert broadcast.phase is Phase.RUNNING

    broadcast.at_end, broadcast.walked = True, Count(people=5, skipped={Skip.PAUSED: 2})
    broadcast.finish(LATER)

    done = broadcast.events[-1]
    assert (done.people, done.written, done.skipped) == (5, 3, 2)


def test_the_acts_that_are_remembered_are_bounded_and_begin_with_the_author():
    broadcast = draft()
    for number in range(3 * MOST_ACTS):
        broadcast.change(plan(), by=derived_id(str(number % 2)), at=NOW)

    assert len(broadcast.acts) == MOST_ACTS
    assert broadcast.author_id == AUTHOR


@pytest.mark.parametrize(
    ("differences", "refusal"),
    [
        ({"template": Template.SIGN_IN_CODE}, refusals.UnfitTemplate),
        ({"values": {}}, refusals.UnfitValues),
        ({"values": {"starts_at": NOW + timedelta(days=1), "until": LATER}}, refusals.UnfitValues),
        ({"values": {"starts_at": LATER - timedelta(minutes=1)}}, refusals.UnfitValues),
        ({"values": {"starts_at": NOW + timedelta(days=400)}}, refusals.UnfitValues),
        ({"scheduled_at": NOW - timedelta(minutes=6)}, refusals.TimePassed),
        ({"scheduled_at": datetime(2026, 11, 30, 15, 30, tzinfo=UTC)}, refusals.OutsideHours),  # 21:00
        ({"scheduled_at": datetime(2026, 12, 1, 4, 29, tzinfo=UTC)}, refusals.OutsideHours),  # 9:59
        ({"scheduled_at": NOW + timedelta(days=91)}, refusals.OutsideHours),
    ],
)
def test_a_plan_that_can_never_be_sent_is_refused(differences, refusal):
    with pytest.raises(refusal):
        draft(**differences)


def test_what_is_said_ends_after_it_begins():
    values = {"starts_at": NOW + timedelta(days=2), "until": NOW + timedelta(days=1)}

    with pytest.raises(refusals.UnfitValues):
        draft(template=Template.AWAY_FOR_A_WHILE, values=values)


def test_an_invitation_helps_until_it_begins_and_other_news_for_days():
    hours = plan(template=Template.HOURS_CHANGE, values={"starts_at": NOW + timedelta(hours=3)})

    assert hours.useful_until == LATER + LASTS
    assert plan().useful_until == NOW + timedelta(days=1)


@pytest.mark.parametrize("name", APPROVED)
def test_an_approved_template_says_the_moments_that_a_plan_gives(name):
    template = read_templates()[name]
    said = tuple("starts_at" if each == "when" else each for each in template.variables)

    assert (said, template.category) == (APPROVED[name], "service-explicit")
    assert set(template.variables.values()) == {"moment"}


PEOPLE = st.sampled_from([AUTHOR, SECOND, THIRD])
COUNTS = st.sampled_from([Count(), FEW, MANY])


class Way(RuleBasedStateMachine):
    """Whatever anybody tries, in whatever order: many are never written to on one person's word."""

    def __init__(self) -> None:
        super().__init__()
        self.broadcast = draft()
        self.now = NOW
        self.agreed: str | None = None
        self.writers = {AUTHOR}
        self.ended = False
        self.begun_with = Count()

    def _try(self, step) -> bool:
        before = (self.broadcast.phase, self.broadcast.acts, len(self.broadcast.events))
        try:
            step()
        except NotifyError:
            assert (self.broadcast.phase, self.broadcast.acts, len(self.broadcast.events)) == before
            return False
        return True

    @rule(by=PEOPLE)
    def change(self, by: str) -> None:
        fresh = plan(scheduled_at=self.now + timedelta(minutes=1))
        if self._try(lambda: self.broadcast.change(fresh, by=by, at=self.now)):
            self.writers.add(by)
            self.agreed = None

    @rule(by=PEOPLE, count=COUNTS)
    def submit(self, by: str, count: Count) -> None:
        self._try(lambda: self.broadcast.submit(count, by=by, at=self.now))

    @rule(by=PEOPLE)
    def approve(self, by: str) -> None:
        if self._try(lambda: self.broadcast.approve(by=by, at=self.now)):
            self.agreed = self.agreed or by

    @rule(by=PEOPLE)
    def refuse(self, by: str) -> None:
        if self._try(lambda: self.broadcast.refuse(by=by, at=self.now)):
            self.agreed = None

    @rule(count=COUNTS)
    def begin(self, count: Count) -> None:
        before = self.broadcast.phase
        self.broadcast.begin(count, self.now)
        if before is Phase.SCHEDULED and self.broadcast.phase is Phase.RUNNING:
            self.begun_with = count
        if self.broadcast.phase is Phase.AWAITING_APPROVAL:
            self.agreed = None

    @rule(by=PEOPLE)
    def stop(self, by: str) -> None:
        self._try(lambda: self.broadcast.stop(by=by, at=self.now))

    @rule()
    def finish(self) -> None:
        self.broadcast.at_end = True
        self.broadcast.finish(self.now)

    @rule(minutes=st.integers(1, 30))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def many_are_written_to_on_the_word_of_two(self) -> None:
        if self.broadcast.phase is Phase.RUNNING and self.begun_with.people > MOST_ALONE:
            assert self.agreed is not None
            assert self.agreed not in self.writers

    @invariant()
    def an_end_is_an_end_and_told_once(self) -> None:
        ended = self.broadcast.phase in (Phase.STOPPED, Phase.DONE)
        assert ended or not self.ended
        self.ended = ended
        told = [type(each).__name__ for each in self.broadcast.events]
        assert sum(each in ("BroadcastStopped", "BroadcastDone") for each in told) == int(ended)


TestWay = Way.TestCase
