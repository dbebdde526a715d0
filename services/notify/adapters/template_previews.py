"""What each template says, before anybody reads it: its words with values in them, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from notify.adapters.templates import read_senders, read_templates
from notify.domain.contacts import Channel, Language
from notify.domain.cost import OF_A_SEGMENT, OF_AN_EMAIL, cost_of_text
from notify.domain.message import Template
from notify.domain.segments import encoding, segments
from notify.domain.template import MessageTemplate, Wording
from notify.domain.variables import EXAMPLES, LONGEST, Kind, filled

Row = dict[str, Any]

# Which values the words are shown with: ordinary ones, and the longest that there are.
VALUES: Mapping[str, Mapping[Kind, Mapping[Language, str]]] = {"example": EXAMPLES, "longest": LONGEST}


@lru_cache(maxsize=1)
def _templates() -> Mapping[str, MessageTemplate]:
    return {str(name): template for name, template in read_templates().items()}


def templates_behind(name: str | None, limit: int) -> list[Row]:
    """Show the templates by name, from behind one of them."""
    names = [each for each in sorted(_templates()) if name is None or each > name]
    return [_row(_templates()[each]) for each in names[:limit]]


def preview(name: Template, language: Language, centre_id: str | None) -> Row:
    """Show one template in a language, as a centre's: every wording, with every kind of values."""
    template = _templates()[name]
    discreet = template.wordings[language]
    wordings = {"discreet": discreet, **({"full": discreet.full} if discreet.full else {})}
    return {
        **_row(template),
        "language": language,
        "header": read_senders().of(centre_id).header,
        "wordings": [
            shown for kind, wording in wordings.items() for shown in _shown(template, wording, kind, language)
        ],
    }


def _row(template: MessageTemplate) -> Row:
    return {
        "name": template.name,
        "version": template.version,
        "category": template.category,
        "variables": [{"name": name, "kind": kind} for name, kind in template.variables.items()],
        "languages": [str(each) for each in template.wordings],
        "full": any(each.full for each in template.wordings.values()),
    }


def _shown(template: MessageTemplate, wording: Wording, kind: str, language: Language) -> Iterator[Row]:
    variables = {**template.variables, Kind.CENTRE: Kind.CENTRE}
    for called, values in VALUES.items():
        said = filled(variables, values, language)
        text = wording.sms_text(said)
        yield {
            "wording": kind,
            "values": called,
            "dlt_template_id": wording.dlt_template_id,
            "registered_text": wording.registered_text,
            "sms": text,
            "encoding": encoding(text),
            "segments": segments(text),
            "subject": wording.subject.format_map(said),
            "body": wording.body.format_map(said),
            "costs": [
                *(
                    {"provider": each, "channel": Channel.SMS, "paise": cost_of_text(text, each)}
                    for each in sorted(OF_A_SEGMENT)
                ),
                {"provider": "smtp", "channel": Channel.EMAIL, "paise": OF_AN_EMAIL},
            ],
        }
