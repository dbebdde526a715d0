"""Everything that alumni holds of a person, collection by collection."""

from typing import Any

from pymongo.collection import Collection

from alumni.adapters import centre_holdings, partner_holdings, rights_holdings
from alumni.adapters.mongo.story import OF_AUTHOR, erase_author, erase_reviewer
from alumni.adapters.mongo.story_marks import erase_marks
from chassis.personal import FRAME, Holding, delete


def _leave_invitations(
    invitations: Collection[dict[str, Any]], found: dict[str, Any], person_id: str
) -> None:
    """Keep what a centre made, without who made or used it."""
    invitations.update_many({**found, "invited_by": person_id}, {"$set": {"invited_by": None}})
    invitations.update_many({**found, "used_by": person_id}, {"$set": {"used_by": None}})


def _leave_recoveries(recoveries: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Forget a member's recoveries; of those that they approved, keep that somebody did."""
    recoveries.delete_many({**found, "member_id": person_id})
    recoveries.update_many(
        {**found, "approvals.by": person_id},
        {"$set": {"approvals.$[theirs].by": ""}},
        array_filters=[{"theirs.by": person_id}],
    )


def _leave_pairs(pairs: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """End the pairs of somebody who is gone, and forget who it was and what the two wrote.

    A place at a mentor is freed by the pairs' own chore.
    """
    over = {"state": "ended", "open": False, "due_at": None, "freed": False}
    for side in ("mentor_id", "mentee_id"):
        pairs.update_many(
            {**found, side: person_id},
            {"$set": {**over, side: "", "goals": [], "contacts": [], "yes": [], "renewing": []}},
        )


def _leave_cohorts(cohorts: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Take a person out of the drafts, and forget who made one."""
    for side in ("mentee_id", "mentor_id"):
        cohorts.update_many({**found, f"pairs.{side}": person_id}, {"$pull": {"pairs": {side: person_id}}})
    cohorts.update_many(
        {**found, "unmatched.member_id": person_id}, {"$pull": {"unmatched": {"member_id": person_id}}}
    )
    cohorts.update_many({**found, "confirmed": person_id}, {"$pull": {"confirmed": person_id}})
    cohorts.update_many({**found, "made_by": person_id}, {"$set": {"made_by": ""}})


def _leave_reports(reports: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Keep that something was reported and seen to, without by whom, about whom, and in which words."""
    for name in ("by", "about"):
        reports.update_many({**found, name: person_id}, {"$set": {name: "", "text": None}})
    reports.update_many({**found, "closed_by": person_id}, {"$set": {"closed_by": ""}})


def _leave_mentors(mentors: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Forget a mentor; of those whom the person has decided about, forget who did."""
    mentors.delete_many({**found, "_id": person_id})
    mentors.update_many({**found, "decided_by": person_id}, {"$set": {"decided_by": None}})


HOLDINGS: tuple[Holding, ...] = (
    # Nothing of a block is shown, so that nobody learns by whom they are blocked.
    Holding(collection="blocks", by=("by", "whom"), erasing=delete, hidden=("_id", "by", "whom", "at")),
    # What others reported is not shown to whom they reported.
    Holding(
        collection="reports",
        by=("by", "about", "closed_by"),
        erasing=_leave_reports,
        hidden=(
            *(*FRAME, "by", "about", "closed_by", "text", "reason"),
            *("_id", "pair_id", "centre_id", "made_at", "closed_at"),
        ),
    ),
    Holding(
        collection="cohorts",
        by=("pairs.mentee_id", "pairs.mentor_id", "unmatched.member_id", "confirmed", "made_by"),
        erasing=_leave_cohorts,
        hidden=(*FRAME, "made_by", "pairs", "unmatched", "confirmed"),
    ),
    Holding(collection="mentor_wishes", by=("_id",), erasing=delete),
    Holding(
        collection="pairs",
        by=("mentor_id", "mentee_id"),
        erasing=_leave_pairs,
        hidden=(*FRAME, "mentor_id", "mentee_id", "yes", "renewing"),
    ),
    Holding(
        collection="mentors",
        by=("_id", "decided_by"),
        erasing=_leave_mentors,
        hidden=(*FRAME, "places", "decided_by"),
    ),
    Holding(collection="sessions", by=("member_id",), erasing=delete, hidden=("family_hash", "secret_hash")),
    Holding(
        collection="invitations",
        by=("invited_by", "used_by"),
        erasing=_leave_invitations,
        hidden=("code_hash", "used_by", "invited_by"),
    ),
    Holding(
        collection="coordinator_invitations",
        by=("invited_by", "used_by"),
        erasing=_leave_invitations,
        hidden=("code_hash", "used_by", "invited_by"),
    ),
    Holding(
        collection="recoveries",
        by=("member_id", "approvals.by"),
        erasing=_leave_recoveries,
        hidden=(*FRAME, "contact", "approvals"),
    ),
    *centre_holdings.HOLDINGS,
    Holding(
        collection="consents",
        by=("member_id",),
        erasing=delete,
        hidden=FRAME,
    ),
    Holding(
        collection="partnerships",
        by=("member_ids",),
        erasing=delete,
        hidden=(
            *FRAME,
            "member_ids",
            "proposed_by",
            "seats",
            "withheld",
            "declined",
        ),
    ),
    Holding(
        collection="check_ins",
        by=("member_id",),
        erasing=delete,
        hidden=FRAME,
    ),
    Holding(
        collection="check_in_plans",
        by=("_id",),
        erasing=delete,
        hidden=FRAME,
    ),
    Holding(
        collection="milestones",
        by=("member_id",),
        erasing=delete,
        hidden=FRAME,
    ),
    Holding(
        collection="congratulations",
        by=("member_id", "whom"),
        erasing=delete,
        hidden=(*FRAME, "member_id", "whom"),
    ),
    Holding(
        collection="plans",
        by=("_id",),
        erasing=delete,
        hidden=FRAME,
    ),
    Holding(
        collection="sobriety",
        by=("_id",),
        erasing=delete,
        hidden=(*FRAME, "before", "streak_id"),
    ),
    Holding(collection="story_marks", by=("member_id",), erasing=erase_marks),
    Holding(
        collection="stories",
        by=("author_id",),
        erasing=erase_author,
        hidden=(*FRAME, "review", "consent_id", "centre_ids"),
    ),
    # What a reviewer holds of a story is that they reviewed it, nothing that its author wrote.
    Holding(collection="stories", by=("review.reviewer_id",), erasing=erase_reviewer, hidden=OF_AUTHOR),
    *partner_holdings.HOLDINGS,
    Holding(collection="days_of_use", by=("member_id",), erasing=delete),
    Holding(collection="attendance", by=("member_id",), erasing=delete, hidden=("sequence",)),
    *rights_holdings.HOLDINGS,
)
# Collections that hold nothing of any member.
OF_NOBODY = (
    frozenset({"allowances", "relay_leases", "parked", "centre_files"})
    | frozenset({"story_picks"})
    | partner_holdings.OF_NOBODY
)
