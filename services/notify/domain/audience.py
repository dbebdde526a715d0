"""To whom a coordinator writes: a part of their own centre, and who of it is not written to, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.preferences import Purpose


class Who(StrEnum):
    """Who of a centre is meant."""

    EVERYBODY = "everybody"  # whose home it is
    COORDINATORS = "coordinators"  # who acts for it


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A part of the people of one centre, by what this service knows of them; what is not said is any."""

    centre_id: str
    who: Who = Who.EVERYBODY
    languages: frozenset[Language] = frozenset()
    channel: Channel | None = None  # who left such a contact
    joined_since: datetime | None = None

    def includes(self, member: Contacts) -> bool:
        """Tell whether a member is meant."""
        return (
            (self.centre_id in member.acts_for if self.who is Who.COORDINATORS else self._is_home_of(member))
            and (not self.languages or member.language in self.languages)
            and (self.channel is None or self.channel in member.sealed)
            and (self.joined_since is None or self._has_joined(member, self.joined_since))
        )

    def _is_home_of(self, member: Contacts) -> bool:
        return member.centre_id == self.centre_id

    def _has_joined(self, member: Contacts, since: datetime) -> bool:
        return member.joined_at is not None and member.joined_at >= since


class Skip(StrEnum):
    """Why somebody who is meant is not written to."""

    QUIET = "quiet"  # agreed to what is urgent only
    PAUSED = "paused"  # for a time
    UNREACHABLE = "unreachable"  # no contact that works
    STOPPED = "stopped"  # every channel that would reach them
    TURNED_OFF = "turned-off"  # news, over every channel left


def skipped(member: Contacts, at: datetime) -> Skip | None:
    """Say why a member is not written to at a moment; None for who is. The first cause counts."""
    if member.quiet:
        return Skip.QUIET
    paused_until = member.preferences.paused_until
    if paused_until is not None and at < paused_until:
        return Skip.PAUSED
    alive = {str(each) for each in member.sealed} - member.unreachable
    if not alive:
        return Skip.UNREACHABLE
    if not alive - member.stopped:
        return Skip.STOPPED
    route = member.preferences.route(Purpose.NEWS, member.reachable_over())
    return None if route else Skip.TURNED_OFF


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many are meant, and how many of them are not written to, by cause."""

    people: int = 0
    skipped: Mapping[Skip, int] = field(default_factory=dict)

    @property
    def written(self) -> int:
        """How many are written to."""
        return self.people - sum(self.skipped.values())

    def and_also(self, other: Count) -> Count:
        """Add what was counted elsewhere."""
        causes = {*self.skipped, *other.skipped}
        together = {each: self.skipped.get(each, 0) + other.skipped.get(each, 0) for each in causes}
        return Count(people=self.people + other.people, skipped=together)
