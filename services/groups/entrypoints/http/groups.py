"""Groups over HTTP."""

from collections.abc import Mapping

from chassis.http import Problem
from groups.domain import errors

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.GroupUnknown: Problem(404, "group-unknown", "There is no such group."),
    errors.NotYourGroup: Problem(403, "not-your-group", "Only who leads the group does this."),
    errors.GroupInconsistent: Problem(422, "group-inconsistent", "This contradicts itself."),
    errors.LicenceNotCurrent: Problem(409, "licence-not-current", "The therapist's licence has expired."),
    errors.GroupIsSuspended: Problem(409, "group-suspended", "The group is suspended."),
    errors.ReferralOnly: Problem(403, "referral-only", "Only its centre refers members to it."),
    errors.DeclarationMissing: Problem(
        403, "declaration-missing", "The group is for people who say of themselves what you have not said."
    ),
    errors.MembershipUnknown: Problem(
        404, "membership-unknown", "This person neither belongs to the group nor has asked to."
    ),
    errors.TooManyLeaders: Problem(
        409, "too-many-leaders", "The group has all the facilitators it may have."
    ),
    errors.TooManyGroups: Problem(409, "too-many-groups", "You belong to as many groups as one may."),
    errors.NotALeader: Problem(422, "not-a-leader", "Only who leads the group is on call for it."),
    errors.ShiftUnknown: Problem(404, "shift-unknown", "The roster has no such shift."),
    errors.TooManyHandovers: Problem(409, "too-many-handovers", "The roster holds no more handovers."),
    errors.StaleAggregate: Problem(409, "changed-meanwhile", "It was changed meanwhile; try again."),
}
