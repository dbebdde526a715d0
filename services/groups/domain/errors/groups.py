"""What can be wrong with an order about a group, its members or its roster."""

from typing import ClassVar

from groups.domain.errors.rule import RuleBroken


class GroupUnknown(RuleBroken):
    """There is no such group; one that the caller may not know of looks just the same."""


class NotYourGroup(RuleBroken):
    """Only a group's facilitators, therapist and its centres' coordinators do this."""


class GroupInconsistent(RuleBroken):
    """What is said of a group contradicts itself."""


class LicenceNotCurrent(RuleBroken):
    """A therapy group meets only while its therapist's licence is current."""


class GroupIsSuspended(RuleBroken):
    """The group takes nobody in while it is suspended."""


class GroupBusy(RuleBroken):
    """Too many facts of this group wait to be published; it changes again once they are."""

    retry_after: ClassVar[int] = 5  # seconds


class ReferralOnly(RuleBroken):
    """Only a coordinator of its centre refers a member to a therapy group."""


class DeclarationMissing(RuleBroken):
    """The group is for people who say of themselves what the caller has not said."""


class MembershipUnknown(RuleBroken):
    """This person neither belongs to the group nor has asked to."""


class TooManyLeaders(RuleBroken):
    """A group has as many facilitators as it may have."""


class TooManyGroups(RuleBroken):
    """The member belongs to as many groups as one may."""


class NotALeader(RuleBroken):
    """Only who facilitates the group is on call for it."""


class ShiftUnknown(RuleBroken):
    """The group's roster has no such shift."""


class TooManyHandovers(RuleBroken):
    """As many handovers are arranged as a roster holds."""
