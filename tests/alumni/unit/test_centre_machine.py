"""Whatever is done with a centre in whatever order: nobody takes part unverified, nothing is told twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from alumni.domain.centre import Centre
from alumni.domain.centre_details import CHECKLIST, Category, Check, Details, Licence, day_of
from alumni.domain.centre_state import AGREEMENT, Cause, CentreState
from alumni.domain.errors import RuleBroken
from alumni.domain.errors.centres import (
    AgreementOutdated,
    ChecklistOpen,
    LicenceOver,
    NameDiffers,
    NotItsTurn,
    QuestionUnknown,
)

NOON = datetime(2026, 1, 1, 6, 30, tzinfo=UTC)
NAME = "Nava Savera Kendra"
DETAILS = Details(
    district="Jalandhar",
    region="Punjab",
    category=Category.REHABILITATION,
    owner="Savera Trust",
    responsible_person="Dr Harpreet Kaur",
)
FINAL = {CentreState.REFUSED, CentreState.LEFT}


class CentreMachine(RuleBasedStateMachine):
    """A centre beside the few things of its past that decide what may become of it."""

    @initialize(days=st.integers(1, 400), verified=st.booleans())
    def apply(self, days: int, verified: bool) -> None:
        self.now = NOON
        self.licence = self.lasting(days)
        self.centre = Centre.apply("c" * 32, "a" * 32, NAME, "Jalandhar", DETAILS, self.licence, at=NOON)
        self.checked: frozenset[Check] = frozenset()
        self.open_questions: set[str] = set()
        self.approved = self.accepted = self.suspended = False
        self.over: CentreState | None = None
        self.warnings: dict[Licence, list[int]] = {}
        self.told: list[Any] = []
        if verified:
            self.check(set(CHECKLIST))
            self.approve()
            self.accept(AGREEMENT)

    def lasting(self, days: int) -> Licence:
        return Licence(number=f"PB/{days}", expires_on=day_of(self.now) + timedelta(days=days))

    def attempt(self, act: str, *args: Any, **kwargs: Any) -> type[RuleBroken] | None:
        """Do it, or give why not; a refusal changes nothing and tells nothing."""
        before = vars(self.centre).copy()
        before["events"] = list(self.centre.events)
        try:
            getattr(self.centre, act)(*args, **kwargs)
        except RuleBroken as refusal:
            assert vars(self.centre) == before
            return type(refusal)
        self.told += self.centre.events
        self.centre.mark_saved()
        return None

    @property
    def licensed(self) -> bool:
        return day_of(self.now) <= self.licence.expires_on

    @property
    def decided(self) -> bool:
        return self.approved or self.over is not None

    @rule(days=st.integers(1, 100))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(left=st.sampled_from([61, 60, 30, 8, 7, 0, -1]))
    def the_licence_comes_to_its_end(self, left: int) -> None:
        passing = (self.licence.expires_on - day_of(self.now)).days - left
        self.now += timedelta(days=max(passing, 0))

    @rule(items=st.sets(st.sampled_from(Check)) | st.just(set(CHECKLIST)))
    def check(self, items: set[Check]) -> None:
        refusal = self.attempt("check", frozenset(items))
        assert refusal is (NotItsTurn if self.decided else None)
        if refusal is None:
            self.checked = frozenset(items)

    @rule(number=st.integers(0, 2))
    def ask(self, number: int) -> None:
        if len(self.centre.questions) < 3:
            question = f"{len(self.centre.questions)}"
            refusal = self.attempt("ask", question, "Which ward?", at=self.now)
            assert refusal is (NotItsTurn if self.decided else None)
            if refusal is None:
                self.open_questions.add(question)

    @rule(number=st.integers(0, 3))
    def answer(self, number: int) -> None:
        refusal = self.attempt("answer", str(number), "Ward 12.", at=self.now)
        if self.decided:
            assert refusal is NotItsTurn
        else:
            known = number < len(self.centre.questions)
            assert refusal is (None if known else QuestionUnknown)
            self.open_questions.discard(str(number))

    @rule(days=st.integers(-3, 400), owner=st.sampled_from(["Savera Trust", "Another Trust"]))
    def change(self, days: int, owner: str) -> None:
        details = Details(**{**vars(DETAILS), "owner": owner})
        licence = self.lasting(days)
        same = (details, licence) == (self.centre.details, self.centre.licence)
        refusal = self.attempt("change", NAME, "Jalandhar", details, licence, at=self.now)
        assert refusal is (NotItsTurn if self.decided else LicenceOver if days < 0 else None)
        if refusal is None and not same:
            self.licence, self.checked = licence, frozenset()

    @rule()
    def approve(self) -> None:
        refusal = self.attempt("approve", at=self.now)
        if self.decided or self.open_questions:
            assert refusal is NotItsTurn
        elif self.checked != CHECKLIST:
            assert refusal is ChecklistOpen
        else:
            assert refusal is (None if self.licensed else LicenceOver)
            self.approved = refusal is None

    @rule(seldom=st.integers(1, 5))
    def refuse(self, seldom: int) -> None:
        if seldom > 1:  # It ends too many lives before they have begun.
            return
        refusal = self.attempt("refuse", "No.")
        assert refusal is (NotItsTurn if self.accepted or self.over else None)
        if refusal is None:
            self.over = CentreState.REFUSED

    @rule(version=st.sampled_from([AGREEMENT, "2020-01"]))
    def accept(self, version: str) -> None:
        refusal = self.attempt("accept_agreement", version, at=self.now)
        if not self.approved or self.accepted or self.over:
            assert refusal is NotItsTurn
        elif version != AGREEMENT:
            assert refusal is AgreementOutdated
        else:
            assert refusal is (None if self.licensed else LicenceOver)
            self.accepted = refusal is None

    @rule(cause=st.sampled_from(Cause))
    def suspend(self, cause: Cause) -> None:
        refusal = self.attempt("suspend", cause, "A reason.")
        assert refusal is (None if self.takes_part else NotItsTurn)
        self.suspended = self.suspended or refusal is None

    @rule()
    def resume(self) -> None:
        refusal = self.attempt("resume", at=self.now)
        if not self.suspended or self.over:
            assert refusal is NotItsTurn
        else:
            assert refusal is (None if self.licensed else LicenceOver)
            self.suspended = refusal is not None

    @precondition(lambda self: self.accepted)
    @rule(days=st.integers(1, 400))
    def renew(self, days: int) -> None:
        renewal, cause = self.lasting(days), self.centre.cause
        assert self.attempt("renew", renewal, at=self.now) is (NotItsTurn if self.over else None)
        refusal = self.attempt("confirm_renewal", at=self.now)
        assert refusal is (NotItsTurn if self.over else None)
        if refusal is None:
            self.licence = renewal
            self.suspended = self.suspended and cause is not Cause.EXPIRY

    @rule()
    def watch(self) -> None:
        due = self.centre.watched_from is not None and self.centre.watched_from <= day_of(self.now)
        takes_part, told = self.takes_part, len(self.told)
        assert self.attempt("watch_licence", self.now) is None
        fresh = self.told[told:]
        assert bool(fresh) == due
        assert takes_part or not fresh
        for fact in fresh:
            if fact.type == "alumni.centre.suspended.v1":
                assert not self.licensed
                self.suspended = True
            else:
                self.warnings.setdefault(self.licence, []).append(fact.days_left)
        assert self.attempt("watch_licence", self.now) is None
        assert self.told[told:] == fresh

    @rule(name=st.sampled_from([NAME, " nava savera  KENDRA", *["Umeed Bhawan"] * 6]))
    def leave(self, name: str) -> None:
        refusal = self.attempt("leave", name)
        if not self.accepted or self.over:
            assert refusal is NotItsTurn
        else:
            assert refusal is (NameDiffers if name == "Umeed Bhawan" else None)
            self.over = None if refusal else CentreState.LEFT

    @property
    def takes_part(self) -> bool:
        return self.accepted and not self.suspended and self.over is None

    @invariant()
    def only_who_is_verified_and_agreed_takes_part(self) -> None:
        if hasattr(self, "centre"):
            assert self.centre.takes_part == self.takes_part
            assert self.centre.checked == self.checked
            if self.centre.takes_part:
                assert self.checked == CHECKLIST == self.centre.checked
                assert self.approved
                assert self.centre.agreement is not None
            if self.over:
                assert self.centre.state is self.over
                assert self.over in FINAL

    @invariant()
    def each_warning_of_a_licence_is_told_once(self) -> None:
        for days_left in getattr(self, "warnings", {}).values():
            bands = [min(ahead for ahead in (60, 30, 7) if left <= ahead) for left in days_left]
            assert bands == sorted(set(bands), reverse=True)


TestCentreMachine = CentreMachine.TestCase
TestCentreMachine.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)


def test_an_owner_is_the_same_however_it_is_written() -> None:
    spellings = ["Savera Trust", " savera  TRUST ", "SaveraTrust"]

    keys = {Details(**{**vars(DETAILS), "owner": each}).owner_key for each in spellings}

    assert len(keys) == 1


def test_a_licence_lasts_to_the_end_of_its_last_day_where_it_was_issued() -> None:
    licence = Licence(number="1", expires_on=day_of(NOON))
    last_second = datetime(2026, 1, 1, 18, 29, 59, tzinfo=UTC)

    assert not licence.is_over(last_second)
    with pytest.raises(LicenceOver):
        licence.ensure_lasts(last_second + timedelta(seconds=1))
