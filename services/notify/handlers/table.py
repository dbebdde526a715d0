"""Which facts are told to whom, in which words, for what and how urgently: one row each.

Another message is another row, and a template where none of these says it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from marshmallow import Schema

from chassis.events import Event, NotYet
from notify import inbound
from notify.domain.contacts import NETWORK
from notify.domain.message import Template, Urgency
from notify.domain.preferences import Purpose
from notify.handlers.telling import News, tell
from notify.ports import MemberContacts, Messages

Audience = Callable[[Event, MemberContacts], Collection[str]]
Until = Callable[[Event], datetime]

LICENCE_LAPSED = "licence-lapsed"


def member(event: Event, _: MemberContacts) -> Collection[str]:
    """Name the member whom the fact is about."""
    return [event.data["member_id"]]


def author(event: Event, _: MemberContacts) -> Collection[str]:
    """Name who wrote what the fact is about."""
    return [event.data["author_id"]]


def applicant(event: Event, _: MemberContacts) -> Collection[str]:
    """Name who applied for a centre."""
    return [event.data["applicant_id"]]


def members(event: Event, _: MemberContacts) -> Collection[str]:
    """Name the members whom the fact names; there may be none."""
    found: Collection[str] = event.data["member_ids"]
    return found


def pair(event: Event, _: MemberContacts) -> Collection[str]:
    """Name both of a pair."""
    return [event.data["mentor_id"], event.data["mentee_id"]]


def the_other(event: Event, _: MemberContacts) -> Collection[str]:
    """Name who did not end it, if anybody is left to be told."""
    told = event.data["told_id"]
    return [told] if told else []


def members_or_coordinators(event: Event, contacts: MemberContacts) -> Collection[str]:
    """Name the members whom the fact names, or else who acts for the centre."""
    return event.data["member_ids"] or coordinators(event, contacts)


def coordinators(event: Event, contacts: MemberContacts) -> Collection[str]:
    """Name who acts for the centre, or else for the network; NotYet while nobody does."""
    centre_id = event.data["centre_id"]
    return acting_for([centre_id] if centre_id else [], contacts)


def network(_: Event, contacts: MemberContacts) -> Collection[str]:
    """Name who acts for the network; NotYet while nobody does."""
    return acting_for([], contacts)


def acting_for(centre_ids: Collection[str], contacts: MemberContacts) -> Collection[str]:
    """Name who acts for any of the centres, or else for the network; NotYet while nobody does."""
    found = contacts.acting_for(centre_ids) or contacts.acting_for([NETWORK])
    if not found:
        raise NotYet("nobody acts for the centre yet")
    return found


def of_centres(event: Event, contacts: MemberContacts) -> Collection[str]:
    """Name who acts for any of the centres that the fact names, or else for the network."""
    return acting_for(event.data["centre_ids"], contacts)


def after(lasts: timedelta) -> Until:
    """Say that it helps to hear of the fact for so long."""
    return lambda event: event.time + lasts


def the(name: str) -> Until:
    """Say that it helps to hear of the fact until a moment that it tells; none: until the meeting begins."""

    def until(event: Event) -> datetime:
        moment: datetime = event.data.get(name) or event.data["starts_at"]
        return moment

    return until


@dataclass(frozen=True)
class Choice:
    """Which of a few templates tells a fact; it may be none."""

    among: tuple[Template, ...]
    pick: Callable[[Event], Template | None]


def _promise_or_place(event: Event) -> Template:
    """Choose by whether the seat is theirs already or has to be confirmed in time."""
    return Template.PLACE_PROMISED if event.data.get("answer_by") else Template.PLACE_PROMOTED


def _papers_lapsed(event: Event) -> Template | None:
    """Tell the coordinators of a lapsed licence; of other causes they know."""
    return Template.PAPERS_LAPSED if event.data["cause"] == LICENCE_LAPSED else None


PROMISE_OR_PLACE = Choice((Template.PLACE_PROMISED, Template.PLACE_PROMOTED), _promise_or_place)
IF_PAPERS_LAPSED = Choice((Template.PAPERS_LAPSED,), _papers_lapsed)


HOURS, DAY = timedelta(hours=12), timedelta(days=1)
SOON = timedelta(hours=3)  # before a meeting, or before an answer is too late
A_WEEK = after(timedelta(days=7))


@dataclass(frozen=True)
class Row:
    """One fact: what is read of it, who hears of it, in which words, for what, and how long it helps."""

    schema: type[Schema]
    audience: Audience
    template: Template | Choice
    purpose: Purpose
    until: Until = A_WEEK
    urgency: Urgency = Urgency.TIMELY
    params: tuple[str, ...] = ()  # fields of the fact that the template says
    maybe: tuple[str, ...] = ()  # fields that some of the facts do not have
    urgent_within: timedelta = timedelta()  # what helps for so short a time may wake somebody

    @property
    def templates(self) -> tuple[Template, ...]:
        """Name every template that may tell the fact."""
        return self.template.among if isinstance(self.template, Choice) else (self.template,)

    def tell(self, event: Event, contacts: MemberContacts, messages: Messages) -> None:
        """Add the messages of one fact, once, however often it is heard."""
        template = self.template.pick(event) if isinstance(self.template, Choice) else self.template
        if template is None:
            return
        told = self.audience(event, contacts)
        if told:
            tell(event, self._news(event, template), told, contacts, messages)

    def _news(self, event: Event, template: Template) -> News:
        told = {name: event.data[name] for name in self.params}
        more = {name: event.data[name] for name in self.maybe if event.data.get(name) is not None}
        return News(
            template=template,
            expires_at=self.until(event),
            params={**told, **more},
            urgency=self._urgency(event),
            purpose=self.purpose,
        )

    def _urgency(self, event: Event) -> Urgency:
        """Tell its class: a meeting that is off in two hours is not news for the morning."""
        left = self.until(event) - event.time
        return Urgency.URGENT if left <= self.urgent_within else self.urgency


def _of_place(
    template: Template | Choice, schema: type[Schema] = inbound.RegistrationChanged, **more: Any
) -> Row:
    """Tell a member of their place; once a meeting began, news of it helps nobody."""
    fields = {"audience": member, "until": the("starts_at"), "params": ("starts_at",), **more}
    return Row(schema=schema, template=template, purpose=Purpose.MEETINGS, **fields)


def _of_meeting(template: Template) -> Row:
    """Tell everybody who has a place or waits for one of what became of the meeting."""
    return _of_place(template, inbound.MeetingChanged, audience=members, urgent_within=SOON)


MEETINGS: Mapping[str, Row] = {
    "groups.registration.confirmed.v1": _of_place(Template.PLACE_CONFIRMED),
    "groups.registration.queued.v1": _of_place(
        Template.PLACE_QUEUED, inbound.RegistrationQueued, params=("starts_at", "position")
    ),
    "groups.registration.promoted.v1": _of_place(
        PROMISE_OR_PLACE,
        inbound.RegistrationPromoted,
        until=the("answer_by"),
        maybe=("answer_by",),
        urgent_within=SOON,
    ),
    "groups.registration.released.v1": _of_place(Template.PLACE_RELEASED),
    "groups.registration.cancelled.v1": _of_place(Template.REGISTRATION_CANCELLED),
    "groups.registration.meeting-cancelled.v1": _of_meeting(Template.MEETING_CANCELLED),
    "groups.registration.meeting-changed.v1": _of_meeting(Template.MEETING_CHANGED),
    "groups.absence.noticed.v1": Row(
        inbound.NeedsSomebody, members_or_coordinators, Template.REACH_OUT, Purpose.MEETINGS
    ),
    "groups.board.alerted.v1": Row(
        inbound.NeedsSomebody,
        members_or_coordinators,
        Template.NEEDED_NOW,
        Purpose.HELP,
        until=after(HOURS),
        urgency=Urgency.URGENT,
    ),
    "groups.group.suspended.v1": Row(inbound.GroupSuspended, of_centres, IF_PAPERS_LAPSED, Purpose.CENTRE),
}

PEOPLE: Mapping[str, Row] = {
    "alumni.recovery.asked.v1": Row(inbound.OfCentre, coordinators, Template.ANSWER_WANTED, Purpose.CENTRE),
    "alumni.centre.asked.v1": Row(inbound.OfApplicant, applicant, Template.ANSWER_WANTED, Purpose.CENTRE),
    "alumni.centre.approved.v1": Row(inbound.OfApplicant, applicant, Template.NEWS_WAITS, Purpose.CENTRE),
    "alumni.centre.refused.v1": Row(inbound.OfApplicant, applicant, Template.NEWS_WAITS, Purpose.CENTRE),
    "alumni.centre.suspended.v1": Row(inbound.OfCentre, coordinators, Template.PLACE_PAUSED, Purpose.CENTRE),
    "alumni.centre.licence-expiring.v1": Row(
        inbound.LicenceExpiring, coordinators, Template.PAPERS_EXPIRING, Purpose.CENTRE, params=("days_left",)
    ),
    "alumni.centre.left.v1": Row(inbound.OfCentre, coordinators, Template.NEWS_WAITS, Purpose.CENTRE),
    "alumni.leaving.asked.v1": Row(inbound.OfMembers, members, Template.ANSWER_WANTED, Purpose.CENTRE),
    "alumni.reach.asked.v1": Row(inbound.OfCentre, coordinators, Template.ANSWER_WANTED, Purpose.CENTRE),
    "alumni.reach.answered.v1": Row(inbound.OfMember, member, Template.NEWS_WAITS, Purpose.CENTRE),
    "alumni.reach.overdue.v1": Row(inbound.OfCentre, network, Template.ANSWER_WANTED, Purpose.CENTRE),
    "alumni.pair.proposed.v1": Row(inbound.OfMembers, members, Template.ANSWER_WANTED, Purpose.MENTORING),
    "alumni.pair.agreed.v1": Row(inbound.OfPair, pair, Template.NEWS_WAITS, Purpose.MENTORING),
    "alumni.pair.quiet.v1": Row(inbound.OfMembers, members, Template.REACH_OUT, Purpose.MENTORING),
    "alumni.pair.ending.v1": Row(inbound.OfMembers, members, Template.ANSWER_WANTED, Purpose.MENTORING),
    "alumni.pair.ended.v1": Row(inbound.PairEnded, the_other, Template.NEWS_WAITS, Purpose.MENTORING),
    "alumni.report.made.v1": Row(inbound.OfCentre, coordinators, Template.ANSWER_WANTED, Purpose.CENTRE),
    "alumni.partnership.proposed.v1": Row(
        inbound.OfMembers, members, Template.ANSWER_WANTED, Purpose.MENTORING
    ),
    "alumni.check-in.due.v1": Row(
        inbound.OfMember, member, Template.HOW_IS_TODAY, Purpose.CHECK_INS, until=after(HOURS)
    ),
    "alumni.check-in.missed.v1": Row(
        inbound.NeedsSomebody,
        members_or_coordinators,
        Template.REACH_OUT,
        Purpose.CHECK_INS,
        until=after(2 * DAY),
    ),
    "alumni.check-in.help-wanted.v1": Row(
        inbound.NeedsSomebody,
        members_or_coordinators,
        Template.NEEDED_NOW,
        Purpose.HELP,
        until=after(HOURS),
        urgency=Urgency.URGENT,
    ),
    "alumni.milestone.reached.v1": Row(
        inbound.OfMember, member, Template.SPECIAL_DAY, Purpose.MILESTONES, until=after(DAY)
    ),
    "alumni.milestone.congratulated.v1": Row(
        inbound.OfMember, member, Template.NEWS_WAITS, Purpose.MILESTONES, urgency=Urgency.DIGESTIBLE
    ),
    "alumni.story.reviewed.v1": Row(
        inbound.OfAuthor, author, Template.NEWS_WAITS, Purpose.BOARDS, urgency=Urgency.DIGESTIBLE
    ),
    "alumni.break-glass.opened.v1": Row(
        inbound.OfMember, member, Template.CONTACT_OPENED, Purpose.ACCOUNT, urgency=Urgency.URGENT
    ),
    "alumni.export.ready.v1": Row(inbound.OfMember, member, Template.DOWNLOAD_READY, Purpose.ACCOUNT),
}

ROWS: Mapping[str, Row] = {**MEETINGS, **PEOPLE}
