"""A message put into words at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_datetime

from notify.domain.contacts import Channel, Language
from notify.domain.errors import Unwritable
from notify.domain.message import Message, Template
from notify.domain.preferences import Purpose
from notify.domain.senders import Sender, Senders
from notify.domain.template import MessageTemplate, Wording
from notify.domain.variables import LONGEST_VARIABLE, Kind, param_of
from notify.ports import Envelope

# Why a message cannot be written; an operator finds it as the reason of its failure.
TEMPLATE_UNKNOWN = "template-unknown"
VARIABLE_MISSING = "variable-missing"
VARIABLE_MALFORMED = "variable-malformed"
VARIABLE_OVERLONG = "variable-overlong"

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


class Links(Protocol):
    """Gives links to what a member chose."""

    def preferences_link(self, member_id: str, at: datetime) -> str: ...
    def unsubscribe_link(self, member_id: str, purpose: Purpose, at: datetime) -> str | None: ...


class TemplateWriting:
    """Writes messages from the templates; `unseal` opens a sealed text with our private key."""

    def __init__(
        self,
        templates: Mapping[Template, MessageTemplate],
        unseal: Callable[[str], str],
        senders: Senders,
        links: Links | None = None,
    ) -> None:
        self._templates = templates
        self._unseal = unseal
        self._senders = senders
        self._links = links

    def envelope(self, message: Message, sealed_recipient: str) -> Envelope:
        """Write the message in its language to its recipient; raises Unsealable or Unwritable."""
        wording, values, sender = self._said(message)
        is_text = message.channel != Channel.EMAIL  # Whatever else there is shows a few words only.
        return Envelope(
            message_id=message.id,
            language=message.language,
            template=message.template,
            category=self._templates[message.template].category,
            to=self._unseal(sealed_recipient),
            subject="" if is_text else wording.subject.format_map(values),
            body=wording.sms_text(values) if is_text else wording.body.format_map(values),
            dlt_template_id=wording.dlt_template_id,
            values=wording.sms_values(values) if is_text else (),
            sender=sender,
            **({} if is_text else self._links_of(message)),
        )

    def words(self, message: Message) -> tuple[str, str]:
        """Give the title and the text of a message in its language, as long as an e-mail's."""
        wording, values, _ = self._said(message)
        return wording.subject.format_map(values), wording.body.format_map(values)

    def _said(self, message: Message) -> tuple[Wording, Mapping[str, str], Sender]:
        """Choose the words and fill every variable, as the sender of its centre; raises Unwritable."""
        template = self._templates.get(message.template)
        if template is None:
            raise Unwritable(TEMPLATE_UNKNOWN)
        sender = self._senders.of(message.centre_id)
        wording = template.wording(message.language, full=message.full, named=bool(sender.centre))
        return wording, self._values(template, wording, message, sender), sender

    def _values(
        self, template: MessageTemplate, wording: Wording, message: Message, sender: Sender
    ) -> Mapping[str, str]:
        """Fill every variable; one that is missing, or longer than was registered, is told by its cause."""
        try:
            values = {name: self._value(kind, name, message) for name, kind in template.variables.items()}
        except (TypeError, AttributeError, ZoneInfoNotFoundError):
            raise Unwritable(VARIABLE_MALFORMED) from None
        except KeyError:
            raise Unwritable(VARIABLE_MISSING) from None
        if wording.names_centre:
            values[Kind.CENTRE] = sender.centre[message.language]
        if any(len(value) > LONGEST_VARIABLE for value in values.values()):
            raise Unwritable(VARIABLE_OVERLONG)
        return values

    def _value(self, kind: str, name: str, message: Message) -> str:
        match kind:
            case Kind.SEALED:
                return self._unseal(message.params[name])
            case Kind.MOMENT:
                return when(message, param_of(name))
            case Kind.NUMBER:
                return str(message.params[name])
        raise ValueError(f"{kind} is no kind of variable")

    def _links_of(self, message: Message) -> Mapping[str, str | None]:
        """Give the links of an e-mail; the same ones however often it is written."""
        if self._links is None or message.member_id is None:
            return {}
        member_id, at = message.member_id, message.created_at
        return {
            "preferences_url": self._links.preferences_link(member_id, at),
            "unsubscribe_url": self._links.unsubscribe_link(member_id, message.purpose, at),
        }


def when(message: Message, param: str = "starts_at") -> str:
    """Say a moment that a message is about in the person's language and time zone, within 30 characters."""
    locale, patterns = WHEN[message.language]
    zone, moment = _zone(message.params["time_zone"]), message.params[param]
    said = (format_datetime(moment, pattern, tzinfo=zone, locale=locale) for pattern in patterns)
    return next(text for text in said if len(text) <= LONGEST_VARIABLE)
