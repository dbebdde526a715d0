"""Random histories of one case: the plainest model of the rules agrees with every answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from groups.domain.errors import RuleBroken
from groups.domain.moderation import ORDERED, Act, Appeal, Case, Entry, Reason, Report

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WRITER = "writer"
MODERATORS = st.sampled_from(["m1", "m2", WRITER])
AGAINST = ("hide", "warn", "time-out")


class Cases(RuleBasedStateMachine):
    """Members report, moderators act, the writer appeals, somebody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.case = Case(concerned=WRITER)
        self.reporters: set[str] = set()
        self.acts: list[tuple[str, str]] = []
        self.hidden = self.timed_out = False
        self.stage = "none"
        self.appealed = False

    def contested(self) -> str | None:
        for act, by in reversed(self.acts):
            if act in AGAINST:
                return by
            if act == "unhide":
                return None
        return None

    @rule(by=st.sampled_from(["a", "b", "c", WRITER]))
    def report(self, by: str) -> None:
        expected = "OwnCase" if by == WRITER else str(by not in self.reporters)
        if expected == "True":
            self.reporters.add(by)
            self.stage = "appealed" if self.stage == "appealed" else "open"
        report = Report(by=by, reason=Reason.SPAM, note=None, at=NOW)
        assert answer(lambda: self.case.report(report)) == expected

    @rule(by=MODERATORS, act=st.sampled_from(ORDERED))
    def act(self, by: str, act: Act) -> None:
        expected = self._expected(by, act.value)
        if expected == "None":
            self.acts.append((act.value, by))
            self.hidden = act.value == "hide" if act.value in ("hide", "unhide") else self.hidden
            self.timed_out = self.timed_out or act.value == "time-out"
            self.stage = "decided"
        until = NOW + timedelta(hours=1) if act is Act.TIME_OUT else None
        entry = Entry(act=act, by=by, at=NOW, until=until)
        assert answer(lambda: self.case.decide(entry)) == expected

    def _expected(self, by: str, act: str) -> str:
        if by == WRITER:
            return "OwnCase"
        if self.stage == "appealed":
            return "AppealPending"
        idle = {"hide": self.hidden, "unhide": not self.hidden, "dismiss": self.stage != "open"}
        return "ActWithoutEffect" if idle.get(act, False) else "None"

    @rule()
    def appeal(self) -> None:
        expected = "None"
        if self.appealed:
            expected = "AppealedAlready"
        elif self.contested() is None:
            expected = "NothingToAppeal"
        else:
            self.appealed, self.stage = True, "appealed"
        assert answer(lambda: self.case.appeal_against(Appeal(at=NOW, note=None))) == expected

    @rule(by=MODERATORS, granted=st.booleans(), others=st.booleans())
    def answer_appeal(self, by: str, granted: bool, others: bool) -> None:
        act = Act.APPEAL_GRANTED if granted else Act.APPEAL_REFUSED
        expected = "None"
        if by == WRITER:
            expected = "OwnCase"
        elif self.stage != "appealed":
            expected = "NothingToAppeal"
        elif others and self.contested() == by:
            expected = "AnotherModeratorDecides"
        else:
            self.acts.append((act.value, by))
            self.stage = "decided"
            self.hidden, self.timed_out = self.hidden and not granted, self.timed_out and not granted
        entry = Entry(act=act, by=by, at=NOW)
        assert answer(lambda: self.case.answer_appeal(entry, others=others)) == expected

    @invariant()
    def the_case_is_as_the_rules_say(self) -> None:
        assert [(each.act.value, each.by) for each in self.case.history] == self.acts
        assert {each.by for each in self.case.reports} == self.reporters
        assert (self.case.hidden, self.case.timed_out_until is not None) == (self.hidden, self.timed_out)
        assert self.case.stage.value == self.stage
        assert all(by != WRITER for _, by in self.acts)


def answer(order: Any) -> str:
    try:
        return str(order())
    except RuleBroken as refusal:
        return type(refusal).__name__


def test_random_histories_of_a_case_never_break_a_rule() -> None:
    run_state_machine_as_test(
        Cases, settings=settings(max_examples=150, stateful_step_count=25, deadline=None)
    )
