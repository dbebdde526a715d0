"""Alumni: a centre joins, a cohort is matched, days are walked, a story is told, and somebody leaves."""

from __future__ import annotations

import secrets

from hamrah.demo.alumni import centre, cohort, days, rights, telling
from hamrah.demo.records import Records
from hamrah.demo.stage import Stage, tell_types
from hamrah.demo.thread import sign_in_coordinator

EXPECTED = (
    "alumni.centre.asked.v1",
    "alumni.centre.activated.v1",
    "alumni.member.home-changed.v1",
    "alumni.pair.agreed.v1",
    "alumni.pair.ended.v1",
    "alumni.check-in.help-wanted.v1",
    "notify.answer.received.v1",
    "alumni.milestone.reached.v1",
    "alumni.story.published.v1",
    "alumni.story.revoked.v1",
    "alumni.export.ready.v1",
    "alumni.member.erased.v1",
)


def play_alumni(stage: Stage, records: Records | None) -> None:
    """Play the story; raises Missing or Refused at the first thing that is not as it has to be."""
    marks = records.mark() if records else {}
    administrator = centre.appoint_administrator(stage)
    _, coordinator = centre.join_network(stage, administrator)
    mentors, mentees = cohort.invite_cohort(stage, coordinator)
    cohort.become_mentors(stage, coordinator, mentors)
    cohort.match_cohort(stage, coordinator, mentees, mentors)
    one, other, author, leaver = mentees
    cohort.walk(stage, one)
    cohort.part_and_match_again(stage, other, mentors)
    days.become_partners(stage, one, other)
    days.check_in(stage, one, other)
    days.check_in_by_text(stage, other)
    days.slip(stage, one)
    days.milestone(stage, other, one)
    _, reviewer = sign_in_coordinator(stage)
    told = telling.tell_story(stage, author, reviewer)
    telling.take_story_back(stage, author, told)
    word = f"quiet-{secrets.token_hex(6)}"
    rights.fill(stage, leaver, word)
    rights.export(stage, leaver, word)
    rights.erase(stage, leaver, word)
    if records:
        tell_types(stage.tell, records, marks, EXPECTED)
