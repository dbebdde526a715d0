"""A partner centre: from its application to the day it leaves; only an active one takes part."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.centre_details import (
    CHECKLIST,
    MOST_DOCUMENTS,
    MOST_QUESTIONS,
    WARNED_AHEAD,
    Check,
    Details,
    Document,
    Licence,
    Question,
)
from alumni.domain.centre_state import AGREEMENT, OPEN, PARTNERS, UNDECIDED, Agreement, Cause, CentreState
from alumni.domain.errors import centres as refusals
from alumni.domain.events import centres as facts
from alumni.domain.reach import PROMISE


@dataclass(kw_only=True)
class Centre(Aggregate):
    """A recovery centre; without an applicant it was added by the operator of the network, active at once."""

    name: str
    city: str
    details: Details | None = None
    licence: Licence | None = None
    state: CentreState = CentreState.ACTIVE
    applicant_id: str | None = None
    applied_at: datetime | None = None
    checked: frozenset[Check] = frozenset()
    questions: list[Question] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    reason: str | None = None  # of the last refusal or suspension, in words
    agreement: Agreement | None = None
    cause: Cause | None = None
    warned: int | None = None  # of WARNED_AHEAD, the last that was told of this licence
    renewal: Licence | None = None  # what the centre says its new licence is
    appointing: str | None = None  # who still has to become its coordinator

    @classmethod
    def apply(
        cls,
        centre_id: str,
        applicant_id: str,
        name: str,
        city: str,
        details: Details,
        licence: Licence,
        *,
        at: datetime,
    ) -> Self:
        """Ask to take part; raises LicenceOver."""
        licence.ensure_lasts(at)
        return cls(
            id=centre_id,
            name=name,
            city=city,
            details=details,
            licence=licence,
            state=CentreState.APPLIED,
            applicant_id=applicant_id,
            applied_at=at,
        )

    @property
    def takes_part(self) -> bool:
        """Tell whether it is part of the network now."""
        return self.state is CentreState.ACTIVE

    @property
    def promise(self) -> timedelta:
        """In what time it answers a member who asks for help."""
        return self.details.promise if self.details else PROMISE

    def change(self, name: str, city: str, details: Details, licence: Licence, *, at: datetime) -> None:
        """Say something else before it is decided; whatever was checked is to be checked anew."""
        self._ensure_in(UNDECIDED)
        licence.ensure_lasts(at)
        if (name, city, details, licence) == (self.name, self.city, self.details, self.licence):
            return
        self.name, self.city, self.details, self.licence = name, city, details, licence
        self.checked = frozenset()

    def ask(self, question_id: str, text: str, *, at: datetime) -> None:
        """Ask the applicant something, who is told; raises TooManyQuestions."""
        self._ensure_in(UNDECIDED)
        if len(self.questions) >= MOST_QUESTIONS:
            raise refusals.TooManyQuestions
        self.questions.append(Question(id=question_id, text=text, asked_at=at))
        self.state = CentreState.ASKED
        if self.applicant_id:
            self.events.append(facts.CentreAsked(centre_id=self.id, applicant_id=self.applicant_id))

    def answer(self, question_id: str, text: str, *, at: datetime) -> None:
        """Answer a question, or answer it better; with the last answer it is the network's turn again.

        Raises QuestionUnknown.
        """
        self._ensure_in(UNDECIDED)
        for place, each in enumerate(self.questions):
            if each.id == question_id:
                self.questions[place] = replace(each, answer=text, answered_at=at)
                break
        else:
            raise refusals.QuestionUnknown
        if all(each.answered_at for each in self.questions):
            self.state = CentreState.APPLIED

    def check(self, items: frozenset[Check]) -> None:
        """Have exactly these items of the checklist seen."""
        self._ensure_in(UNDECIDED)
        self.checked = items

    def approve(self, *, at: datetime) -> None:
        """Say yes once everything is checked and answered; raises ChecklistOpen, LicenceOver."""
        self._ensure_in({CentreState.APPLIED})
        if self.checked != CHECKLIST:
            raise refusals.ChecklistOpen
        self._ensure_licensed(at)
        self.state = CentreState.APPROVED
        if self.applicant_id:
            self.events.append(facts.CentreApproved(centre_id=self.id, applicant_id=self.applicant_id))

    def refuse(self, reason: str) -> None:
        """Say no, for a reason that the applicant reads."""
        self._ensure_in(OPEN)
        self.state, self.reason = CentreState.REFUSED, reason
        if self.applicant_id:
            self.events.append(facts.CentreRefused(centre_id=self.id, applicant_id=self.applicant_id))

    def accept_agreement(self, version: str, *, at: datetime) -> None:
        """Take part from now on; the applicant becomes its coordinator.

        Raises AgreementOutdated, LicenceOver.
        """
        self._ensure_in({CentreState.APPROVED})
        if version != AGREEMENT:
            raise refusals.AgreementOutdated
        self._ensure_licensed(at)
        self.state, self.agreement = CentreState.ACTIVE, Agreement(version=version, accepted_at=at)
        self.appointing = self.applicant_id
        self.events.append(facts.CentreActivated(centre_id=self.id))

    def appointed(self) -> None:
        """Take note that who founded it coordinates it."""
        self.appointing = None

    def suspend(self, cause: Cause, reason: str | None = None) -> None:
        """Take no part for a while."""
        self._ensure_in({CentreState.ACTIVE})
        self.state, self.cause, self.reason = CentreState.SUSPENDED, cause, reason
        self.events.append(facts.CentreSuspended(centre_id=self.id, cause=cause.value))

    def resume(self, *, at: datetime) -> None:
        """Take part again; raises LicenceOver."""
        self._ensure_in({CentreState.SUSPENDED})
        self._ensure_licensed(at)
        self.state, self.cause, self.reason = CentreState.ACTIVE, None, None
        self.events.append(facts.CentreResumed(centre_id=self.id))

    def renew(self, licence: Licence, *, at: datetime) -> None:
        """Say what the new licence is, for the network to confirm; raises LicenceOver."""
        self._ensure_in(PARTNERS)
        licence.ensure_lasts(at)
        self.renewal = licence

    def confirm_renewal(self, *, at: datetime) -> None:
        """Go by the new licence, also out of a suspension for the old one's end.

        Raises RenewalUnknown, LicenceOver.
        """
        self._ensure_in(PARTNERS)
        if self.renewal is None:
            raise refusals.RenewalUnknown
        self.renewal.ensure_lasts(at)
        if self.renewal != self.licence:
            self.warned = None
        self.licence, self.renewal = self.renewal, None
        if self.cause is Cause.EXPIRY:
            self.resume(at=at)

    def watch_licence(self, at: datetime) -> None:
        """Warn of the licence's end, each time once, and suspend when it is over."""
        if not self.takes_part or self.licence is None:
            return
        if self.licence.is_over(at):
            self.suspend(Cause.EXPIRY)
            return
        left = self.licence.days_left(at)
        reached = min((ahead for ahead in WARNED_AHEAD if left <= ahead), default=None)
        if reached is not None and (self.warned is None or reached < self.warned):
            self.warned = reached
            self.events.append(facts.LicenceExpiring(centre_id=self.id, days_left=left))

    @property
    def watched_from(self) -> date | None:
        """The day on which its licence is to be looked at next; None: never."""
        if not self.takes_part or self.licence is None:
            return None
        ahead = max((each for each in WARNED_AHEAD if self.warned is None or each < self.warned), default=-1)
        return self.licence.expires_on - timedelta(days=ahead)

    def leave(self, name: str) -> None:
        """Leave the network for good; its own name confirms it. Raises NameDiffers."""
        self._ensure_in(PARTNERS)
        if name.casefold().split() != self.name.casefold().split():
            raise refusals.NameDiffers
        self.state, self.renewal, self.appointing = CentreState.LEFT, None, None
        self.events.append(facts.CentreLeft(centre_id=self.id))

    def add_document(self, document: Document) -> None:
        """Show one more file, which before a decision has to be seen; raises TooManyDocuments."""
        self._ensure_in(UNDECIDED | PARTNERS)
        if len(self.documents) >= MOST_DOCUMENTS:
            raise refusals.TooManyDocuments
        self.documents.append(document)
        self._ensure_seen_anew()

    def remove_document(self, document_id: str) -> None:
        """Show a file no more; raises DocumentUnknown."""
        self._ensure_in(UNDECIDED | PARTNERS)
        left = [each for each in self.documents if each.id != document_id]
        if len(left) == len(self.documents):
            raise refusals.DocumentUnknown
        self.documents = left
        self._ensure_seen_anew()

    def _ensure_seen_anew(self) -> None:
        if self.state in UNDECIDED:
            self.checked -= {Check.DOCUMENTS}

    def _ensure_in(self, states: set[CentreState] | frozenset[CentreState]) -> None:
        if self.state not in states:
            raise refusals.NotItsTurn

    def _ensure_licensed(self, at: datetime) -> None:
        if self.licence:
            self.licence.ensure_lasts(at)
