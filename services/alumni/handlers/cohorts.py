"""Assign a whole cohort at once, and propose what a coordinator confirms."""

from collections.abc import Collection, Sequence
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.cohort import Cohort, Unmatched, explain
from alumni.domain.errors.pairs import CohortUnknown
from alumni.domain.pair import Pair
from alumni.handlers.pairs import Walks
from alumni.handlers.stale import again_when_stale
from alumni.ports.audit import Audit
from alumni.ports.cohorts import Assignment, Cohorts
from chassis.ids import derived_id, new_id


def draft_cohort(
    caller: Caller,
    member_ids: Sequence[str],
    *,
    elsewhere: bool,
    walks: Walks,
    assignment: Assignment,
    cohorts: Cohorts,
    at: datetime,
) -> Cohort:
    """Draft pairs for members of the caller's centre, with mentors of the centre or also of others.

    Nobody is told of a draft. Who cannot be assigned is named with the reason; who is of another centre
    and who does not exist get the same one.
    """
    centre_id = caller.centre_id or ""
    unmatched, looking = _sorted_out(member_ids, centre_id, walks)
    seekers = walks.field.seekers(looking)
    wishing = {each.member_id for each in seekers}
    unmatched |= {each: Unmatched.NO_WISH for each in looking if each not in wishing}
    mentors = walks.field.candidates(
        languages={language for each in seekers for language in each.wish.languages},
        centre_id=None if elsewhere else centre_id,
    )
    parted = walks.field.parted(wishing)
    pairs, others = explain(seekers, mentors, assignment.assign(seekers, mentors, parted), parted)
    cohort = Cohort(
        id=new_id(),
        centre_id=centre_id,
        made_by=caller.member_id,
        made_at=at,
        pairs=pairs,
        unmatched=unmatched | others,
    )
    cohorts.add(cohort)
    return cohort


def _sorted_out(
    member_ids: Sequence[str], centre_id: str, walks: Walks
) -> tuple[dict[str, Unmatched], list[str]]:
    wanted = list(dict.fromkeys(member_ids))
    ours = walks.field.of_centre(wanted, centre_id)
    walking = walks.pairs.walking(ours)
    unmatched = {each: Unmatched.NOT_OURS for each in wanted if each not in ours}
    unmatched |= dict.fromkeys(walking, Unmatched.WALKING)
    return unmatched, [each for each in wanted if each not in unmatched]


def own_cohort(caller: Caller, cohort_id: str, *, cohorts: Cohorts) -> Cohort:
    """Load a draft of the caller's centre; raises CohortUnknown."""
    cohort = cohorts.get(cohort_id)
    if not caller.coordinates(cohort.centre_id):
        raise CohortUnknown
    return cohort


def confirm_cohort(
    caller: Caller,
    cohort_id: str,
    mentee_ids: Collection[str] | None,
    *,
    walks: Walks,
    cohorts: Cohorts,
    audit: Audit,
    at: datetime,
) -> Cohort:
    """Propose all pairs of a draft, or the chosen ones, to both; confirming again changes nothing.

    Each of the two still has to say yes. Raises CohortUnknown.
    """

    def attempt() -> Cohort:
        cohort = own_cohort(caller, cohort_id, cohorts=cohorts)
        cohort.confirm(mentee_ids, at=at)
        cohorts.save(cohort)
        return cohort

    cohort = again_when_stale(attempt)
    for each in cohort.pairs:
        if each.mentee_id in cohort.confirmed:
            pair_id = derived_id("cohort-pair", cohort.id, each.mentee_id)
            walks.pairs.add(
                Pair.propose(pair_id, each.mentor_id, each.mentee_id, cohort.centre_id, asked_by=None, at=at)
            )
    audit.record("cohort.confirmed", by=caller.member_id, about=cohort.centre_id, at=at, cohort_id=cohort.id)
    return cohort
