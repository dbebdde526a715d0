"""What is refused about broadcasts."""

from __future__ import annotations

from notify.domain.errors import NotifyError


class BroadcastUnknown(NotifyError):
    """There is no broadcast of this id that the caller may see."""


class NoCentre(NotifyError):
    """Who writes to a centre acts for one."""


class TooManyBroadcasts(NotifyError):
    """A centre keeps as many broadcasts that have not run as one may."""


class BroadcastSettled(NotifyError):
    """What runs, or has ended, is not changed any more."""


class NotDraft(NotifyError):
    """Only a draft is submitted or deleted."""


class NotAwaitingApproval(NotifyError):
    """Only what awaits approval is approved or refused."""


class OwnBroadcast(NotifyError):
    """Whoever wrote or changed a broadcast does not approve it."""


class NobodyMeant(NotifyError):
    """A broadcast that reaches nobody is not submitted."""


class TimePassed(NotifyError):
    """The time for which a broadcast was written has passed."""


class NotStoppable(NotifyError):
    """Only what is scheduled or runs is stopped."""


class BroadcastStale(NotifyError):
    """Somebody else changed the broadcast meanwhile."""


class UnfitTemplate(NotifyError):
    """This template is not approved for broadcasts."""


class UnfitValues(NotifyError):
    """The template says other things than these, or of other times."""


class OutsideHours(NotifyError):
    """Many are written to between 10 in the morning and 9 in the evening in India, within 90 days."""
