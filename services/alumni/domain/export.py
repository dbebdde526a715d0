"""Everything that every service holds of one person, gathered as one job."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.export import ExportNotReady
from alumni.domain.events.export import ExportReady

KEPT = timedelta(days=7)
LEASE = timedelta(minutes=2)  # of the process that makes it; renewed with every page
# 42 CFR 2.32 (a) (1), as the strict model for whatever leaves.
REDISCLOSURE = (
    "This record which has been disclosed to you is protected by federal confidentiality rules "
    "(42 CFR part 2). These rules prohibit you from using or disclosing this record, or testimony that "
    "describes the information contained in this record, in any civil, criminal, administrative, or "
    "legislative proceedings by any Federal, State, or local authority, against the patient, unless "
    "authorized by the consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as authorized by a "
    "court in accordance with 42 CFR 2.64 or 2.65. You who read this about yourself may do with it what you "
    "like; whoever gets it from you may not pass it on without your consent."
)


class State(StrEnum):
    """How far an export is."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How much was gathered."""

    collections_done: int = 0
    collections: int = 0
    records: int = 0


@dataclass(kw_only=True)
class Export(Aggregate):
    """One member's wish to have everything about them."""

    member_id: str
    asked_at: datetime
    state: State = State.WAITING
    progress: Progress = Progress()
    due_at: datetime  # when to begin, or to begin again if whoever makes it died
    ready_at: datetime | None = None
    expires_at: datetime | None = None

    @classmethod
    def ask(cls, export_id: str, member_id: str, *, at: datetime) -> Self:
        """Wish for it."""
        return cls(id=export_id, member_id=member_id, asked_at=at, due_at=at)

    def begin(self, *, at: datetime) -> None:
        """Let nobody else make it meanwhile."""
        self.state, self.progress, self.due_at = State.RUNNING, Progress(), at + LEASE

    def finish(self, progress: Progress, *, at: datetime) -> None:
        """Wait to be fetched, for some days."""
        self.state, self.progress = State.READY, progress
        self.ready_at, self.expires_at = at, at + KEPT
        self.events.append(ExportReady(export_id=self.id, member_id=self.member_id))

    def ensure_ready(self) -> None:
        """Refuse what is still being made; raises ExportNotReady."""
        if self.state is not State.READY:
            raise ExportNotReady
