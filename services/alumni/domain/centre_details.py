"""What a centre says of itself when it applies, and what is asked and shown until it is verified."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from alumni.domain.errors.centres import LicenceOver
from alumni.domain.member import HOME_TIME_ZONE
from alumni.domain.reach import PROMISE

WARNED_AHEAD = (60, 30, 7)  # days before a licence ends
MOST_CENTRES_OF_OWNER = 5  # an owner with more is flagged (Punjab rules of 2025)
MOST_DOCUMENTS = 10
MOST_QUESTIONS = 20


class Category(StrEnum):
    """What kind of centre it is licensed as."""

    DE_ADDICTION = "de-addiction"
    REHABILITATION = "rehabilitation"
    IRCA = "irca"  # an integrated rehabilitation centre for addicts, aided by the Union
    OOAT = "ooat"  # an outpatient opioid assisted treatment clinic
    COUNSELLING = "counselling"
    COMMUNITY = "community"  # community-based peer-led intervention, outreach and drop-in
    HOSPITAL = "hospital"
    NGO = "ngo"


class Check(StrEnum):
    """What a network administrator sees for themselves before a centre is approved."""

    LICENCE = "licence"
    ADDRESS = "address"
    OWNER = "owner"
    RESPONSIBLE_PERSON = "responsible-person"
    DOCUMENTS = "documents"


CHECKLIST = frozenset(Check)


def day_of(at: datetime) -> date:
    """Give the day of a moment where licences are issued."""
    return at.astimezone(ZoneInfo(HOME_TIME_ZONE)).date()


@dataclass(frozen=True, kw_only=True)
class Licence:
    """The right to run a centre, to the end of its last day."""

    number: str
    expires_on: date

    def days_left(self, at: datetime) -> int:
        """Count the days to the last one; negative once it is over."""
        return (self.expires_on - day_of(at)).days

    def is_over(self, at: datetime) -> bool:
        """Tell whether its last day is past."""
        return self.days_left(at) < 0

    def ensure_lasts(self, at: datetime) -> None:
        """Raise LicenceOver once it is over."""
        if self.is_over(at):
            raise LicenceOver


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a centre is, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Details:
    """What an applicant says of a centre besides its name and city."""

    district: str
    region: str  # the state or union territory
    category: Category
    owner: str  # the body that runs it
    responsible_person: str
    position: Position | None = None
    promise: timedelta = PROMISE  # in which it answers a member who asks for help

    @property
    def owner_key(self) -> str:
        """Give what is the same however the owner's name is written, in case and spaces."""
        return "".join(self.owner.casefold().split())


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the network asks the applicant, and the answer."""

    id: str
    text: str
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file that shows what a centre says of itself; its content lies elsewhere under the same id."""

    id: str
    name: str
    content_type: str
    size: int
    sha256: str
    added_at: datetime
