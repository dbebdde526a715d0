"""Find milestones that are reached, share them by choice, and be glad with others."""

from collections.abc import Callable
from datetime import datetime

from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.milestones import MilestoneUnknown
from alumni.domain.member import Member
from alumni.domain.reached import Audience, Congratulation, ReachedMilestone, Reader, Word
from alumni.domain.sobriety import Sobriety
from alumni.handlers.stale import again_when_stale
from alumni.ports.milestones import Congratulations, Milestones
from alumni.ports.partnerships import Blocks, Companionship
from alumni.ports.sobriety import SobrietyRecords
from chassis.ids import derived_id


def find_reached(
    *, records: SobrietyRecords, milestones: Milestones, companionship: Companionship, at: datetime
) -> int:
    """Keep every milestone that is reached, one at a time, and look out for the next; tell how many.

    A milestone's id is that of its streak and name, so that finding it twice keeps it once.
    """
    due = list(records.due(at))
    homes = companionship.of([record.id for record in due]) if due else {}
    for record in due:
        _keep(record, homes[record.id].time_zone or record.time_zone, records, milestones)
    return len(due)


def share(
    member: Member, milestone_id: str, audience: Audience, *, milestones: Milestones, at: datetime
) -> None:
    """Let one more audience see one's milestone; raises MilestoneUnknown, HomeNeeded."""
    _change(
        member.id,
        milestone_id,
        lambda found: found.share(audience, member.confirmed_home, at=at),
        milestones,
    )


def unshare(member_id: str, milestone_id: str, audience: Audience, *, milestones: Milestones) -> None:
    """Let an audience see one's milestone no more; raises MilestoneUnknown."""
    _change(member_id, milestone_id, lambda found: found.unshare(audience), milestones)


def congratulate(
    member: Member,
    milestone_id: str,
    word: Word,
    *,
    milestones: Milestones,
    congratulations: Congratulations,
    companionship: Companionship,
    blocks: Blocks,
) -> None:
    """Say one of the fixed words to a milestone that is shared with one; raises MilestoneUnknown."""
    milestone = _seen(member, milestone_id, milestones, companionship, blocks)
    _say(member.id, milestone, lambda said: said.say(word), congratulations)


def take_back(member_id: str, milestone_id: str, *, congratulations: Congratulations) -> None:
    """Take back what one said, whether it is still shared with one or not; without a word, nothing."""

    def attempt() -> None:
        said = congratulations.of(_unsaid(member_id, milestone_id, ""))
        if said.version:
            said.take_back()
            congratulations.save(said)

    again_when_stale(attempt)


def _keep(record: Sobriety, time_zone: str, records: SobrietyRecords, milestones: Milestones) -> None:
    if record.next_milestone is None:
        return
    name, due = record.next_milestone
    milestone_id = derived_id("milestone", record.id, record.streak_id, name)
    milestones.add_once(ReachedMilestone.reach(milestone_id, record.id, name, reached_at=due))
    record.pass_milestones(time_zone=time_zone, at=due)
    try:
        records.save(record)
    except StaleAggregate:
        return  # The member changed it meanwhile: the next look decides anew.


def _change(
    member_id: str,
    milestone_id: str,
    decide: Callable[[ReachedMilestone], None],
    milestones: Milestones,
) -> None:
    def attempt() -> None:
        found = milestones.get(milestone_id)
        if found.member_id != member_id:
            raise MilestoneUnknown
        decide(found)
        milestones.save(found)

    again_when_stale(attempt)


def _seen(
    member: Member,
    milestone_id: str,
    milestones: Milestones,
    companionship: Companionship,
    blocks: Blocks,
) -> ReachedMilestone:
    found = milestones.get(milestone_id)
    theirs = companionship.of([found.member_id])[found.member_id]
    reader = Reader(
        is_partner=member.id in theirs.partners,
        is_mentor=member.id == theirs.mentor,
        centre_id=member.confirmed_home,
    )
    hidden = found.member_id == member.id or not found.is_seen_by(reader)
    if hidden or blocks.between(member.id, found.member_id):
        raise MilestoneUnknown
    return found


def _say(
    member_id: str,
    milestone: ReachedMilestone,
    decide: Callable[[Congratulation], None],
    congratulations: Congratulations,
) -> None:
    def attempt() -> None:
        said = congratulations.of(_unsaid(member_id, milestone.id, milestone.member_id))
        decide(said)
        congratulations.save(said)

    again_when_stale(attempt)


def _unsaid(member_id: str, milestone_id: str, whom: str) -> Congratulation:
    congratulation_id = derived_id("congratulation", milestone_id, member_id)
    return Congratulation(id=congratulation_id, milestone_id=milestone_id, whom=whom, member_id=member_id)
