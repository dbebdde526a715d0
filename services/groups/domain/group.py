"""A group: people who meet for one kind of peer support, who leads them, and whom it is for."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from groups.domain.errors import GroupInconsistent, LicenceNotCurrent, TooManyLeaders
from groups.domain.events import GroupCreated, GroupEvent, GroupResumed, GroupSuspended

MAX_CENTRES = 50
MAX_LEADERS = 20  # facilitators, and as many co-facilitators
MAX_LANGUAGES = 10


class Kind(StrEnum):
    """What a group does together."""

    TWELVE_STEP = "twelve-step"
    SECULAR = "secular"
    SMART_RECOVERY = "smart-recovery"
    ALUMNI = "alumni"
    MENTOR_CIRCLE = "mentor-circle"
    THERAPY = "therapy"


class Audience(StrEnum):
    """Whom a group is for; members declare for themselves what they belong to."""

    EVERYONE = "everyone"
    WOMEN = "women"
    MEN = "men"
    LGBTQ = "lgbtq"
    YOUNG = "young"


class Accessibility(StrEnum):
    """What makes a group's meetings easier to come to."""

    STEP_FREE = "step-free"
    ACCESSIBLE_TOILET = "accessible-toilet"
    HEARING_LOOP = "hearing-loop"
    SIGN_LANGUAGE = "sign-language"
    CAPTIONS = "captions"
    LARGE_PRINT = "large-print"
    CHILDCARE = "childcare"
    PARKING = "parking"
    PUBLIC_TRANSPORT = "public-transport"


class Status(StrEnum):
    """Whether a group meets at present."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class Cause(StrEnum):
    """Why a group is suspended."""

    LICENCE_LAPSED = "licence-lapsed"
    BY_COORDINATOR = "by-coordinator"
    CENTRE_SUSPENDED = "centre-suspended"  # every centre that carries it


@dataclass(frozen=True, kw_only=True)
class Licence:
    """The licence on record of a therapy group's therapist; good through its last day, counted in UTC."""

    therapist_id: str
    number: str
    body: str  # which issued it
    expires_on: date

    def current(self, today: date) -> bool:
        """Tell whether it has not expired."""
        return today <= self.expires_on


@dataclass(kw_only=True)
class Group:
    """One group of one centre or several; a therapy group is closed and known to those in it alone."""

    id: str
    kind: Kind
    fellowship: str | None  # of a twelve-step group: "AA", "NA", "Al-Anon", ...
    name: str
    description: str
    centre_ids: tuple[str, ...]
    open: bool  # visitors are welcome
    languages: tuple[str, ...]  # ISO 639-1
    audience: Audience = Audience.EVERYONE
    accessibility: tuple[Accessibility, ...] = ()
    facilitators: tuple[str, ...] = ()  # member ids
    co_facilitators: tuple[str, ...] = ()
    licence: Licence | None = None
    status: Status = Status.ACTIVE
    cause: Cause | None = None
    version: int = 0
    sequence: int = 0  # of the last event that was saved
    events: list[GroupEvent] = field(default_factory=list)

    @property
    def leader_ids(self) -> frozenset[str]:
        """Name the members who lead it: facilitators, co-facilitators and the therapist."""
        therapist = () if self.licence is None else (self.licence.therapist_id,)
        return frozenset((*self.facilitators, *self.co_facilitators, *therapist))

    @property
    def discreet(self) -> bool:
        """Tell whether its existence is known to its members and leaders alone.

        Every therapy group is, and a mentor circle that is closed; other closed groups can be found and
        asked to join.
        """
        return self.kind is Kind.THERAPY or (self.kind is Kind.MENTOR_CIRCLE and not self.open)

    @property
    def requires(self) -> tuple[str, ...]:
        """Name the entitlements that a place in its meetings asks for, all of them."""
        membership = () if self.open else (f"member:{self.id}",)
        return membership if self.audience is Audience.EVERYONE else (*membership, self.audience.value)

    def create(self, today: date) -> None:
        """Begin to exist, if what was said of it holds together."""
        self.check(today)
        self.events.append(GroupCreated(group_id=self.id, kind=self.kind, centre_ids=self.centre_ids))

    def check(self, today: date) -> None:
        """Refuse what contradicts itself; raises GroupInconsistent, LicenceNotCurrent or TooManyLeaders."""
        if (self.fellowship is not None) != (self.kind is Kind.TWELVE_STEP):
            raise GroupInconsistent("A twelve-step group names its fellowship, and no other group does.")
        if (self.licence is not None) != (self.kind is Kind.THERAPY):
            raise GroupInconsistent("A therapy group has a therapist's licence, and no other group does.")
        if self.kind is Kind.THERAPY and self.open:
            raise GroupInconsistent("A therapy group is closed.")
        if max(len(self.facilitators), len(self.co_facilitators)) > MAX_LEADERS:
            raise TooManyLeaders
        if self.licence is not None and self.status is Status.ACTIVE and not self.licence.current(today):
            raise LicenceNotCurrent

    def appoint(self, member_id: str, *, co: bool) -> None:
        """Make a member a facilitator or a co-facilitator, never both."""
        self.dismiss(member_id)
        if co:
            self.co_facilitators = (*self.co_facilitators, member_id)
        else:
            self.facilitators = (*self.facilitators, member_id)
        if max(len(self.facilitators), len(self.co_facilitators)) > MAX_LEADERS:
            raise TooManyLeaders

    def dismiss(self, member_id: str) -> None:
        """Let a member facilitate no more; who does not is left in peace."""
        self.facilitators = tuple(each for each in self.facilitators if each != member_id)
        self.co_facilitators = tuple(each for each in self.co_facilitators if each != member_id)

    def suspend(self, cause: Cause) -> None:
        """Stop meeting for a time; a group that is suspended keeps its first cause."""
        if self.status is Status.SUSPENDED:
            return
        self.status, self.cause = Status.SUSPENDED, cause
        self.events.append(GroupSuspended(group_id=self.id, centre_ids=self.centre_ids, cause=cause))

    def resume(self, today: date) -> None:
        """Meet again; raises LicenceNotCurrent while a therapist's licence is not."""
        if self.status is Status.ACTIVE:
            return
        if self.licence is not None and not self.licence.current(today):
            raise LicenceNotCurrent
        self.status, self.cause = Status.ACTIVE, None
        self.events.append(GroupResumed(group_id=self.id, centre_ids=self.centre_ids))

    def resume_with_centre(self, today: date) -> None:
        """Meet again with a centre that came back, if the group paused for it.

        One whose therapist's licence lapsed meanwhile stays suspended, for that.
        """
        if self.cause is not Cause.CENTRE_SUSPENDED:
            return
        if self.licence is not None and not self.licence.current(today):
            self.cause = Cause.LICENCE_LAPSED
        else:
            self.resume(today)

    def suspend_if_lapsed(self, today: date) -> None:
        """Suspend a group whose therapist's licence has expired."""
        if self.licence is not None and not self.licence.current(today):
            self.suspend(Cause.LICENCE_LAPSED)

    def renew(self, licence: Licence, today: date) -> None:
        """Put another licence on record; one that is current ends a suspension for want of it."""
        self.licence = licence
        if self.cause is Cause.LICENCE_LAPSED and licence.current(today):
            self.resume(today)

    def mark_saved(self) -> None:
        """Note that state and events are stored."""
        self.version += 1
        self.sequence += len(self.events)
        self.events.clear()
