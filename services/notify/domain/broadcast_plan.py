"""What a broadcast says, to whom and when: bounded by approved templates and by the statutory hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from notify.domain import broadcast_errors as refusals
from notify.domain.audience import Segment
from notify.domain.message import Template

# India has one zone and no summer time; TRAI's TCCCPR lets service-explicit traffic pass in these hours.
INDIA = timezone(timedelta(hours=5, minutes=30))
CATEGORY = "service-explicit"  # of every template that is approved for broadcasts
OPENS, CLOSES = time(10), time(21)
FURTHEST = timedelta(days=90)
FURTHEST_VALUE = timedelta(days=366)
GRACE = timedelta(minutes=5)  # between "now" on the writer's clock and here
LASTS = timedelta(days=2)  # so long it helps to hear of it

STARTS_AT, UNTIL = "starts_at", "until"
# The templates that are approved for broadcasts, and the moments that each of them says.
APPROVED: Mapping[Template, tuple[str, ...]] = {
    Template.INVITATION: (STARTS_AT,),
    Template.HOURS_CHANGE: (STARTS_AT,),
    Template.AWAY_FOR_A_WHILE: (STARTS_AT, UNTIL),
}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a coordinator wants: which words, with which moments in them, to whom, and when."""

    template: Template
    values: Mapping[str, datetime]
    segment: Segment
    scheduled_at: datetime
    any_hour: bool = False  # only where stories are played and nobody real is written to

    def ensure_sound(self, at: datetime) -> None:
        """Refuse what can never be sent; raises UnfitTemplate, UnfitValues, OutsideHours, TimePassed."""
        if self.template not in APPROVED:
            raise refusals.UnfitTemplate
        if set(self.values) != set(APPROVED[self.template]):
            raise refusals.UnfitValues
        self.ensure_in_time(at)
        if self.scheduled_at > at + FURTHEST or not (self.any_hour or within_hours(self.scheduled_at)):
            raise refusals.OutsideHours
        moments = [self.scheduled_at, *(self.values[name] for name in APPROVED[self.template])]
        if sorted(set(moments)) != moments or moments[-1] > at + FURTHEST_VALUE:
            raise refusals.UnfitValues

    def ensure_in_time(self, at: datetime) -> None:
        """Refuse what was to go before now; raises TimePassed."""
        if self.scheduled_at < at - GRACE:
            raise refusals.TimePassed

    @property
    def useful_until(self) -> datetime:
        """Say until when it helps to hear of it: an invitation until it begins, and nothing for long."""
        lasts = self.scheduled_at + LASTS
        return min(lasts, self.values[STARTS_AT]) if self.template is Template.INVITATION else lasts


def within_hours(at: datetime) -> bool:
    """Tell whether many may be written to at a moment."""
    return OPENS <= at.astimezone(INDIA).time() < CLOSES
