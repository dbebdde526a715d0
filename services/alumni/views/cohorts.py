"""Drafts of cohorts, for those who confirm them."""

from typing import Any

from pymongo.database import Database

from alumni.domain.cohort import LIFE, Cohort
from alumni.views.mentors import handles

Document = dict[str, Any]


def shown(database: Database[Document], cohort: Cohort) -> Document:
    """Show a draft by handles, with the reasons of each pair and of who has none."""
    names = handles(database, [name for each in cohort.pairs for name in (each.mentee_id, each.mentor_id)])
    return {
        "id": cohort.id,
        "made_at": cohort.made_at,
        "expires_at": cohort.made_at + LIFE,
        "pairs": [
            {
                "mentee_id": each.mentee_id,
                "mentee": names.get(each.mentee_id, ""),
                "mentor_id": each.mentor_id,
                "mentor": names.get(each.mentor_id, ""),
                "score": each.score,
                "reasons": [vars(why) for why in each.reasons],
                "confirmed": each.mentee_id in cohort.confirmed,
            }
            for each in cohort.pairs
        ],
        "unmatched": [
            {"member_id": member_id, "reason": reason} for member_id, reason in cohort.unmatched.items()
        ],
    }
