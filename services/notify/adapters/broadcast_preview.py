"""The words of a broadcast in every language, before anybody is written to."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from chassis.clock import utc_now
from notify.adapters.wording import TemplateWriting, read_templates
from notify.domain.broadcast_plan import Plan
from notify.domain.contacts import Channel, Language
from notify.domain.message import Message, Urgency
from notify.domain.segments import segments
from notify.ports import Envelope

TIME_ZONE = "Asia/Kolkata"  # in which most read it; each member reads their own


@lru_cache(maxsize=1)
def _writing() -> TemplateWriting:
    return TemplateWriting(read_templates(), lambda sealed: sealed)  # Nothing in a broadcast is sealed.


def previews(plan: Plan) -> list[dict[str, Any]]:
    """Show what a member of each language would read, and how many segments the text takes."""
    return [_preview(plan, language) for language in Language]


def _preview(plan: Plan, language: Language) -> dict[str, Any]:
    sms, mail = (_written(plan, language, channel) for channel in (Channel.SMS, Channel.EMAIL))
    return {
        "language": language,
        "sms": sms.body,
        "segments": segments(sms.body),
        "subject": mail.subject,
        "body": mail.body,
    }


def _written(plan: Plan, language: Language, channel: Channel) -> Envelope:
    now = utc_now()
    message = Message(
        id="",
        channel=channel,
        template=plan.template,
        language=language,
        params={**plan.values, "time_zone": TIME_ZONE},
        urgency=Urgency.BULK,
        created_at=now,
        due_at=now,
        expires_at=now,
    )
    return _writing().envelope(message, "")
