"""What is counted for the programme figures: of members who agreed alone, and only numbers leave here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.use import as_stored
from alumni.domain.consent import Purpose
from alumni.domain.figures import CONTACT_WITHIN, RETENTION_WEEKS, Cohort, Counts, Figures, Span
from alumni.domain.member import HomeState

Document = dict[str, Any]
_WEEK_IN_MS = 7 * 24 * 3_600_000
_DAYS = {"from": "days_of_use", "localField": "used_by", "foreignField": "member_id", "as": "days"}
_COHORTS_OF = timedelta(weeks=52)  # days of use are forgotten not much later


def figures_of(database: Database[Document], centre_id: str, span: Span, at: datetime) -> Figures:
    """Tell what may be told of one centre."""
    return Figures.of(_count(database, centre_id, span, at), span)


def centres_with_members(database: Database[Document]) -> list[str]:
    """Name the centres that are somebody's home, by id."""
    homes = database["members"].distinct("home_centre_id", {"home_state": HomeState.CONFIRMED.value})
    return sorted(homes)


def _count(database: Database[Document], centre_id: str, span: Span, at: datetime) -> Counts:
    people = _who_agreed(database, centre_id, at)
    during = {"$gte": as_stored(span.since), "$lt": as_stored(span.until)}
    in_texts = {"$gte": span.since.isoformat(), "$lt": span.until.isoformat()}
    active, days = _people_and_things(database, "days_of_use", people, {"day": during})
    attending, attendances = _people_and_things(
        database, "attendance", people, {"day": during, "present": True}
    )
    checking_in, check_ins = _people_and_things(database, "check_ins", people, {"date": in_texts})
    pairs, in_contact = _pairs(database, people, at)
    return Counts(
        members=len(people),
        active=active,
        days_of_use=days,
        attending=attending,
        attendances=attendances,
        pairs=pairs,
        pairs_in_contact=in_contact,
        checking_in=checking_in,
        check_ins=check_ins,
        cohorts=_cohorts(database, people, span),
    )


def _who_agreed(database: Database[Document], centre_id: str, at: datetime) -> list[str]:
    """Find the members of a centre whose last word on figures is a yes."""
    home = {"home_centre_id": centre_id, "home_state": HomeState.CONFIRMED.value}
    members = [row["_id"] for row in database["members"].find(home, {"_id": True})]
    asked = {"member_id": {"$in": members}, "purpose": Purpose.FIGURES.value}
    said = database["consents"].find(asked, {"member_id": True, "acts": {"$slice": -1}})
    return [row["member_id"] for row in said if _is_yes(row["acts"][-1], at)]


def _is_yes(act: Document, at: datetime) -> bool:
    return bool(act["given"]) and (act["expires_at"] is None or at < act["expires_at"])


def _people_and_things(
    database: Database[Document], collection: str, people: Sequence[str], which: Document
) -> tuple[int, int]:
    """Count whose documents there are, and how many."""
    grouped = [
        {"$match": {"member_id": {"$in": people}, **which}},
        {"$group": {"_id": "$member_id", "things": {"$sum": 1}}},
        {"$group": {"_id": None, "people": {"$sum": 1}, "things": {"$sum": "$things"}}},
    ]
    for row in database[collection].aggregate(grouped):
        return row["people"], row["things"]
    return 0, 0


def _pairs(database: Database[Document], people: Sequence[str], at: datetime) -> tuple[int, int]:
    """Count the pairs that walk together, and those of them that were in contact lately."""
    walking = {"mentee_id": {"$in": people}, "state": "active"}
    pairs = database["pairs"]
    lately = {"last_contact_at": {"$gte": at - CONTACT_WITHIN}}
    return pairs.count_documents(walking), pairs.count_documents(walking | lately)


def _cohorts(database: Database[Document], people: Sequence[str], span: Span) -> list[Cohort]:
    """Count, week by week after their discharge, who was here."""
    first, until = as_stored(span.until - _COHORTS_OF), as_stored(span.until)
    rows = list(
        database["invitations"].aggregate(
            [
                {"$match": {"used_by": {"$in": people}, "discharged_on": {"$gte": first, "$lt": until}}},
                {"$lookup": _DAYS},
                {"$project": {"age": _weeks_between("$discharged_on", until), "weeks": _weeks_of_use()}},
            ]
        )
    )
    return [
        Cohort(
            week=week,
            people=sum(row["age"] > week for row in rows),
            retained=sum(row["age"] > week and week in row["weeks"] for row in rows),
        )
        for week in range(RETENTION_WEEKS)
    ]


def _weeks_between(start: Any, end: Any) -> Document:
    weeks = {"$divide": [{"$subtract": [end, start]}, _WEEK_IN_MS]}
    return {"$toInt": {"$floor": weeks}}


def _weeks_of_use() -> Document:
    """Name the weeks after the discharge, from 0 on, in which there is a day of use."""
    return {
        "$setUnion": [
            {"$map": {"input": "$days", "as": "each", "in": _weeks_between("$discharged_on", "$$each.day")}}
        ]
    }
