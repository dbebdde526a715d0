"""When the online link of a meeting is shown, and that nobody but who has a seat ever sees it."""

from datetime import datetime, timedelta

from groups.domain.errors import LinkNotYet, LinkUnknown

SHOWN_BEFORE = timedelta(minutes=30)


def refuse_unless_shown(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Show a link from half an hour before the start to the end; raises LinkNotYet or LinkUnknown."""
    opens_at = starts_at - SHOWN_BEFORE
    if at < opens_at:
        raise LinkNotYet(opens_at)
    if ends_at <= at:
        raise LinkUnknown
