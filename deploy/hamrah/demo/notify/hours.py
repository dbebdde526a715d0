"""A reminder that would wake somebody waits until they are up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hamrah.demo.circle import ROOT, TIME_ZONE, a_group, series_of
from hamrah.demo.client import Person, Refused, wait_for
from hamrah.demo.stage import Stage, expect

LEAD = timedelta(hours=2)  # one of those that hold for who chose none
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LOOKED = timedelta(seconds=3)  # after the hour of the reminder the scheduler has surely looked
NONE = {"begin": "00:00", "end": "00:00"}
SAID = "a reminder"


@dataclass(frozen=True)
class Meeting:
    """A meeting, and when who has a place is reminded of it."""

    occurrence_id: str
    reminder_due_at: datetime


def sleep_in_the_day(stage: Stage, coordinator: Person, one: Person) -> Meeting:
    """Let a member choose quiet hours and take a seat, of which they would be reminded within a minute."""
    with stage.tell.step("A member sleeps in the day, and says so: quiet until an hour from now"):
        now = datetime.now(ZoneInfo(TIME_ZONE))
        choose(one, quiet={"begin": clock(now - HOUR), "end": clock(now + HOUR)})
        due = now.replace(second=0, microsecond=0) + MINUTE
        begins = due + LEAD
        meeting = Meeting(occurrence_at(coordinator, begins), due)
        one.register(meeting.occurrence_id)
        stage.tell.note(f"a meeting at {clock(begins)}; the reminder is for {clock(due)}, two hours before")
    return meeting


def wake_up(stage: Stage, one: Person, meeting: Meeting) -> None:
    """Show that the reminder fell due and was held; it comes once the quiet hours end."""
    with stage.tell.step("The hour of the reminder has come, and nobody is woken for it"):
        over = meeting.reminder_due_at + LOOKED
        wait_for("The hour", lambda: datetime.now(over.tzinfo) > over or None, within=2 * 60)
        expect(not reminders_on(stage, one), "A reminder arrived in quiet hours")
        stage.tell.note(f"it is {datetime.now(over.tzinfo):%H:%M:%S}; the phone is silent")
    with stage.tell.step("The member is up earlier, and ends the quiet hours: now it comes"):
        choose(one, quiet=NONE)
        stage.tell.text(wait_for("The reminder", lambda: next(iter(reminders_on(stage, one)), None)), one)


def choose(person: Person, **changes: Any) -> None:
    """Change some of what a member chose."""
    chosen = wait_for("What a member chose", lambda: chosen_by(person))
    settable = ("order", "off", "quiet", "paused_until", "full_wording", "bundling", "most_texts", "leads")
    wanted = {name: chosen[name] for name in settable}
    person.call("PUT", "/api/notify/preferences", json={**wanted, **changes})


def chosen_by(person: Person) -> dict[str, Any] | None:
    """Give what a member chose, once notify knows of them."""
    try:
        return dict(person.call("GET", "/api/notify/preferences"))
    except Refused as refused:
        if refused.code != "member-unknown":
            raise
        return None


def occurrence_at(coordinator: Person, begins: datetime) -> str:
    """Let a group meet at a moment; give the id of that date."""
    group = coordinator.call("POST", f"{ROOT}/groups", json=a_group())
    meets = {"starts_on": begins.date().isoformat(), "time": clock(begins)}
    series = coordinator.call("POST", f"{ROOT}/series", json={**series_of(group["id"]), **meets})
    dates = coordinator.call("GET", f"{ROOT}/series/{series['id']}/dates")["items"]
    return str(dates[0]["occurrence_id"])


def reminders_on(stage: Stage, person: Person) -> list[dict[str, Any]]:
    """Find the reminders on a phone."""
    return [each for each in stage.world.texts(person.phone) if SAID in each["body"]]


def clock(at: datetime) -> str:
    """Say a time of the day."""
    return f"{at:%H:%M}"
