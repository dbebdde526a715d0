"""What a message says, and the rules of India's operators for it.

TRAI's TCCCPR 2018 has every SMS template registered on a distributed ledger (DLT): at most two
variables of at most 30 characters, not adjacent, at least 30 % fixed text. What is sent must match
the registered text exactly, so a template that breaks a rule must fail a test, not the send.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from notify.domain.contacts import Language
from notify.domain.discretion import indiscreet_words
from notify.domain.segments import segments

MOST_VARIABLES = 2
LONGEST_VARIABLE = 30
LEAST_FIXED_SHARE = 0.3
MOST_SEGMENTS = 3
ANY_HOUR = frozenset({"transactional", "service-implicit"})  # the only ones that pass at any hour
CATEGORIES = ANY_HOUR | {"service-explicit"}  # which passes between 10:00 and 21:00 in India

_VARIABLE = re.compile(r"\{([a-z_]+)\}")
_DLT_ID = re.compile(r"[0-9]{19}")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of one template in one language."""

    dlt_template_id: str  # of the registered SMS text
    sms: str
    subject: str
    body: str

    def sms_text(self, values: Mapping[str, str]) -> str:
        """Fill the SMS text; a value longer than was registered is refused with ValueError."""
        too_long = sorted(name for name, value in values.items() if len(value) > LONGEST_VARIABLE)
        if too_long:
            raise ValueError(f"longer than {LONGEST_VARIABLE} characters: {', '.join(too_long)}")
        return self.sms.format_map(values)

    def sms_values(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Give the values in the order of the registered text's places."""
        return tuple(values[name] for name in _VARIABLE.findall(self.sms))

    @property
    def registered_text(self) -> str:
        """Give the SMS text as it is registered with the operators."""
        return _VARIABLE.sub("{#var#}", self.sms)


@dataclass(frozen=True, kw_only=True)
class MessageTemplate:
    """One thing to say: its variables with their kinds, its class, its words in every language."""

    name: str
    category: str
    variables: Mapping[str, str]  # name -> kind: sealed, moment or number
    wordings: Mapping[Language, Wording]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """As whom the texts are registered: the principal entity's id and its header."""

    entity_id: str
    header: str


def violations(template: MessageTemplate) -> list[str]:
    """List what keeps a template from being registered and sent, one sentence each; empty is good."""
    found = [f"no wording in {language}" for language in Language if language not in template.wordings]
    if template.category not in CATEGORIES:
        found.append(f"category {template.category} is none that we may send")
    for language, wording in template.wordings.items():
        found += [f"{language}: {problem}" for problem in _problems(template, wording)]
    return found


def _problems(template: MessageTemplate, wording: Wording) -> list[str]:
    found = _sms_problems(wording.sms)
    for part, text in (("sms", wording.sms), ("subject", wording.subject), ("body", wording.body)):
        found += [f"{part} says {word}" for word in indiscreet_words(text)]
        found += [f"{part} has an undeclared variable {name}" for name in _unknown(template, text)]
    if not wording.subject.strip() or not wording.body.strip():
        found.append("the e-mail has no subject or no body")
    if not _DLT_ID.fullmatch(wording.dlt_template_id):
        found.append("the DLT template id is not 19 digits")
    return found


def _sms_problems(sms: str) -> list[str]:
    places = list(_VARIABLE.finditer(sms))
    fixed = len(_VARIABLE.sub("", sms))
    longest = fixed + LONGEST_VARIABLE * len(places)
    found = []
    if len(places) > MOST_VARIABLES:
        found.append(f"{len(places)} variables, more than {MOST_VARIABLES}")
    if any(not sms[one.end() : two.start()].strip() for one, two in pairwise(places)):
        found.append("two variables are adjacent")
    if fixed < LEAST_FIXED_SHARE * longest:
        found.append(f"less than {LEAST_FIXED_SHARE:.0%} fixed text")
    # Fill in what is as long as a value may be, in the alphabet of the text.
    if (count := segments(_VARIABLE.sub("0" * LONGEST_VARIABLE, sms))) > MOST_SEGMENTS:
        found.append(f"{count} segments, more than {MOST_SEGMENTS}")
    if _LINK.search(sms):
        found.append("a link, and none is on the whitelist")
    return found


def _unknown(template: MessageTemplate, text: str) -> list[str]:
    return [name for name in _VARIABLE.findall(text) if name not in template.variables]
