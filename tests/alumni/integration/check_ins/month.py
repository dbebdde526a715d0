"""A month of one member's check-ins, with a clock that only the test moves."""

from datetime import date, datetime, time, timedelta
from typing import Any

from alumni.adapters.stores import Stores
from alumni.domain.check_in import CheckIn
from alumni.domain.check_in_plan import First, Wishes
from alumni.domain.local_time import moment
from alumni.domain.member import Member
from alumni.handlers.check_in_plans import plan_check_ins, take_due_steps
from alumni.handlers.check_ins import SayHowItIs, say_how_it_is
from tests.alumni.client import Person
from tests.alumni.people import become_partners, newcomer, profile

FIRST_DAY = date(2031, 3, 1)
KOLKATA = "Asia/Kolkata"


def on_day(number: int, hour: int = 12) -> datetime:
    """An hour of a day in India, counted from the first of the month."""
    return moment(FIRST_DAY + timedelta(days=number), time(hour), KOLKATA)


class Month:
    """A member with a partner, on the stores, with a clock that only the test moves."""

    def __init__(self, person: Person) -> None:
        self.stores = Stores(person.database)
        self.asha, self.bala = newcomer(person, 1), newcomer(person, 2)
        self.partnership_id = become_partners(self.asha, self.bala)
        self.member: Member = self.stores.members.get(profile(self.asha)["id"])
        self.partner_id: str = profile(self.bala)["id"]

    def say(self, at: datetime, day: date | None = None, **how: Any) -> CheckIn:
        """Check in at an hour, sober if nothing else is said."""
        command = SayHowItIs(**{"sober": True, **how})
        return say_how_it_is(command, self.member.whereabouts, day, check_ins=self.stores.check_ins, at=at)

    def look(self, at: datetime) -> int:
        """Let the chore look for steps that are due, and count those taken."""
        return take_due_steps(
            plans=self.stores.check_in_plans,
            check_ins=self.stores.check_ins,
            companionship=self.stores.companionship,
            at=at,
        )

    def plan(self, at: datetime, **wishes: Any) -> None:
        """Plan check-ins, at eight in the evening with the partner first if nothing else is wished."""
        wanted = Wishes(**{"on": True, "due_hour": 20, "delay_hours": 3, "first": First.PARTNER, **wishes})
        plan_check_ins(self.member, wanted, plans=self.stores.check_in_plans, at=at)

    def told(self, collection: str = "check_in_plans") -> list[tuple[str, list[str] | None]]:
        """Give each fact told by its name and the members it names."""
        entries = [e for row in self.stores.database[collection].find() for e in row["outbox"]]
        return [(each["type"].split(".")[2], each["data"].get("member_ids")) for each in entries]
