"""The words of a broadcast in every language, before anybody is written to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from chassis.clock import utc_now
from notify.adapters.templates import read_senders, read_templates
from notify.adapters.wording import TemplateWriting
from notify.domain.broadcast_plan import Plan
from notify.domain.contacts import Channel, Language
from notify.domain.cost import OF_A_SEGMENT, OF_AN_EMAIL, cost_of, cost_of_text
from notify.domain.message import Message, Template, Urgency
from notify.domain.segments import segments
from notify.domain.template import MessageTemplate
from notify.ports import Envelope

TIME_ZONE = "Asia/Kolkata"  # in which most read it; each member reads their own


@lru_cache(maxsize=1)
def _templates() -> Mapping[Template, MessageTemplate]:
    return read_templates()


def _writing() -> TemplateWriting:
    # Nothing in a broadcast is sealed.
    return TemplateWriting(_templates(), lambda sealed: sealed, read_senders())


def previews(plan: Plan) -> list[dict[str, Any]]:
    """Show what a member of each language would read, also who chose full words, and how many segments."""
    return [
        {
            "language": language,
            **_preview(plan, language),
            "full": _preview(plan, language, full=True),
        }
        for language in Language
    ]


def cost_of_sent(plan: Plan, sent: Iterable[Mapping[str, Any]]) -> int:
    """Say what messages that providers accepted cost, in paise; each row tells how many of one kind.

    Full words take no more segments than the discreet ones, by which all are counted.
    """
    return sum(
        row["count"]
        * cost_of(row["channel"], _text(plan, Language(row["language"]), row["channel"]), row["provider"])
        for row in sent
    )


def _text(plan: Plan, language: Language, channel: str) -> str:
    return _written(plan, language, Channel.SMS).body if channel == Channel.SMS else ""


def _preview(plan: Plan, language: Language, *, full: bool = False) -> dict[str, Any]:
    sms, mail = (_written(plan, language, channel, full=full) for channel in (Channel.SMS, Channel.EMAIL))
    return {
        "sms": sms.body,
        "segments": segments(sms.body),
        "subject": mail.subject,
        "body": mail.body,
        "costs": [
            *({"provider": each, "paise": cost_of_text(sms.body, each)} for each in sorted(OF_A_SEGMENT)),
            {"provider": "e-mail", "paise": OF_AN_EMAIL},
        ],
    }


def _written(plan: Plan, language: Language, channel: Channel, *, full: bool = False) -> Envelope:
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
        centre_id=plan.segment.centre_id,
        full=full,
    )
    return _writing().envelope(message, "")
