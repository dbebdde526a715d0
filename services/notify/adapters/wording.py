"""A message put into words at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime

from notify.domain.contacts import Channel, Language
from notify.domain.message import Message, Template
from notify.domain.template import MessageTemplate
from notify.domain.variables import LONGEST_VARIABLE, Kind, param_of
from notify.ports import Envelope

# How a person says when: "Wed 25 Nov, 6:30 pm", "ਬੁੱਧ 25 ਨਵੰਬਰ, ਸ਼ਾਮੀਂ 6:30" (`B` is the part of the day).
# Some days and months have long names; the first pattern that fits into a variable is taken.
_PART_OF_DAY = ("EEE d MMMM, B h:mm", "EEE d MMM, B h:mm", "d MMM, B h:mm")
WHEN: Mapping[Language, tuple[Locale, tuple[str, ...]]] = {
    Language.ENGLISH: (Locale.parse("en_IN"), ("EEE d MMM, h:mm a",)),
    Language.PUNJABI: (Locale.parse("pa"), _PART_OF_DAY),
    Language.HINDI: (Locale.parse("hi"), _PART_OF_DAY),
}


@lru_cache(maxsize=128)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class TemplateWriting:
    """Writes messages from the templates; `unseal` opens a sealed text with our private key."""

    def __init__(self, templates: Mapping[Template, MessageTemplate], unseal: Callable[[str], str]) -> None:
        self._templates = templates
        self._unseal = unseal

    def envelope(self, message: Message, sealed_recipient: str) -> Envelope:
        """Write the message in its language to its recipient; raises Unsealable."""
        template = self._templates[message.template]
        wording = template.wordings[message.language]
        values = {name: self._value(kind, name, message) for name, kind in template.variables.items()}
        is_text = message.channel != Channel.EMAIL  # Whatever else there is shows a few words only.
        return Envelope(
            message_id=message.id,
            language=message.language,
            template=message.template,
            category=template.category,
            to=self._unseal(sealed_recipient),
            subject="" if is_text else wording.subject,
            body=wording.sms_text(values) if is_text else wording.body.format_map(values),
            dlt_template_id=wording.dlt_template_id,
            values=wording.sms_values(values) if is_text else (),
        )

    def words(self, message: Message) -> tuple[str, str]:
        """Give the title and the text of a message in its language, as long as an e-mail's."""
        template = self._templates[message.template]
        wording = template.wordings[message.language]
        values = {name: self._value(kind, name, message) for name, kind in template.variables.items()}
        return wording.subject, wording.body.format_map(values)

    def _value(self, kind: str, name: str, message: Message) -> str:
        match kind:
            case Kind.SEALED:
                return self._unseal(message.params[name])
            case Kind.MOMENT:
                return when(message, param_of(name))
            case Kind.NUMBER:
                return str(message.params[name])
        raise ValueError(f"{kind} is no kind of variable")


def when(message: Message, param: str = "starts_at") -> str:
    """Say a moment that a message is about in the person's language and time zone, within 30 characters."""
    locale, patterns = WHEN[message.language]
    zone, moment = _zone(message.params["time_zone"]), message.params[param]
    said = (format_datetime(moment, pattern, tzinfo=zone, locale=locale) for pattern in patterns)
    return next(text for text in said if len(text) <= LONGEST_VARIABLE)
