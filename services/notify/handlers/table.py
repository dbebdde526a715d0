"""Which facts of members and centres are told to whom, in which words: one row each.

Another message is another row, and a template where none of these says it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from marshmallow import Schema

from chassis.events import Event, NotYet
from notify import inbound
from notify.domain.contacts import NETWORK
from notify.domain.message import Template, Urgency
from notify.handlers.telling import News, tell
from notify.ports import MemberContacts, Messages

Audience = Callable[[Event, MemberContacts], Collection[str]]


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


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fact: what is read of it, who hears of it, in which words, and for how long that helps."""

    schema: type[Schema]
    audience: Audience
    template: Template
    lasts: timedelta = timedelta(days=7)
    urgency: Urgency = Urgency.SOON
    params: tuple[str, ...] = ()  # fields of the fact that the template says

    def tell(self, event: Event, contacts: MemberContacts, messages: Messages) -> None:
        """Add the messages of one fact, once, however often it is heard."""
        told = self.audience(event, contacts)
        if not told:
            return
        news = News(
            template=self.template,
            expires_at=event.time + self.lasts,
            params={name: event.data[name] for name in self.params},
            urgency=self.urgency,
        )
        tell(event, news, told, contacts, messages)


HOURS, DAY = timedelta(hours=12), timedelta(days=1)

ROWS: Mapping[str, Row] = {
    "alumni.recovery.asked.v1": Row(
        schema=inbound.OfCentre, audience=coordinators, template=Template.ANSWER_WANTED
    ),
    "alumni.centre.asked.v1": Row(
        schema=inbound.OfApplicant, audience=applicant, template=Template.ANSWER_WANTED
    ),
    "alumni.centre.approved.v1": Row(
        schema=inbound.OfApplicant, audience=applicant, template=Template.NEWS_WAITS
    ),
    "alumni.centre.refused.v1": Row(
        schema=inbound.OfApplicant, audience=applicant, template=Template.NEWS_WAITS
    ),
    "alumni.centre.suspended.v1": Row(
        schema=inbound.OfCentre, audience=coordinators, template=Template.PLACE_PAUSED
    ),
    "alumni.centre.licence-expiring.v1": Row(
        schema=inbound.LicenceExpiring,
        audience=coordinators,
        template=Template.PAPERS_EXPIRING,
        params=("days_left",),
    ),
    "alumni.centre.left.v1": Row(
        schema=inbound.OfCentre, audience=coordinators, template=Template.NEWS_WAITS
    ),
    "alumni.leaving.asked.v1": Row(
        schema=inbound.OfMembers, audience=members, template=Template.ANSWER_WANTED
    ),
    "alumni.reach.asked.v1": Row(
        schema=inbound.OfCentre, audience=coordinators, template=Template.ANSWER_WANTED
    ),
    "alumni.reach.answered.v1": Row(schema=inbound.OfMember, audience=member, template=Template.NEWS_WAITS),
    "alumni.reach.overdue.v1": Row(
        schema=inbound.OfCentre, audience=network, template=Template.ANSWER_WANTED
    ),
    "alumni.pair.proposed.v1": Row(
        schema=inbound.OfMembers, audience=members, template=Template.ANSWER_WANTED
    ),
    "alumni.pair.agreed.v1": Row(schema=inbound.OfPair, audience=pair, template=Template.NEWS_WAITS),
    "alumni.pair.quiet.v1": Row(schema=inbound.OfMembers, audience=members, template=Template.REACH_OUT),
    "alumni.pair.ending.v1": Row(schema=inbound.OfMembers, audience=members, template=Template.ANSWER_WANTED),
    "alumni.pair.ended.v1": Row(schema=inbound.PairEnded, audience=the_other, template=Template.NEWS_WAITS),
    "alumni.report.made.v1": Row(
        schema=inbound.OfCentre, audience=coordinators, template=Template.ANSWER_WANTED
    ),
    "alumni.partnership.proposed.v1": Row(
        schema=inbound.OfMembers, audience=members, template=Template.ANSWER_WANTED
    ),
    "alumni.check-in.due.v1": Row(
        schema=inbound.OfMember, audience=member, template=Template.HOW_IS_TODAY, lasts=HOURS
    ),
    "alumni.check-in.missed.v1": Row(
        schema=inbound.NeedsSomebody,
        audience=members_or_coordinators,
        template=Template.REACH_OUT,
        lasts=2 * DAY,
    ),
    "alumni.check-in.help-wanted.v1": Row(
        schema=inbound.NeedsSomebody,
        audience=members_or_coordinators,
        template=Template.NEEDED_NOW,
        lasts=HOURS,
        urgency=Urgency.AT_ONCE,
    ),
    "alumni.milestone.reached.v1": Row(
        schema=inbound.OfMember, audience=member, template=Template.SPECIAL_DAY, lasts=DAY
    ),
    "alumni.milestone.congratulated.v1": Row(
        schema=inbound.OfMember, audience=member, template=Template.NEWS_WAITS
    ),
    "alumni.story.reviewed.v1": Row(schema=inbound.OfAuthor, audience=author, template=Template.NEWS_WAITS),
    "alumni.break-glass.opened.v1": Row(
        schema=inbound.OfMember, audience=member, template=Template.CONTACT_OPENED, urgency=Urgency.AT_ONCE
    ),
    "alumni.export.ready.v1": Row(schema=inbound.OfMember, audience=member, template=Template.DOWNLOAD_READY),
}
