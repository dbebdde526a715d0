"""What a message says: the words of every template, registered and versioned.

TRAI's TCCCPR 2018 has every SMS template registered on a distributed ledger (DLT). What is sent must
match the registered text exactly, in any language and with any provider; `domain/rules.py` says what
may be registered, and `domain/versions.py` that what was registered stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from notify.domain.contacts import Language
from notify.domain.variables import LONGEST_VARIABLE, Kind

ANY_HOUR = frozenset({"transactional", "service-implicit"})  # the only ones that pass at any hour
CATEGORIES = ANY_HOUR | {"service-explicit"}  # which passes between 10:00 and 21:00 in India

VARIABLE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of one template in one language.

    `full` says more, to who asked for it; it is registered by itself.
    """

    dlt_template_id: str  # of the registered SMS text
    sms: str
    subject: str
    body: str
    full: Wording | None = None

    def sms_text(self, values: Mapping[str, str]) -> str:
        """Fill the SMS text; a value longer than was registered is refused with ValueError."""
        too_long = sorted(name for name, value in values.items() if len(value) > LONGEST_VARIABLE)
        if too_long:
            raise ValueError(f"longer than {LONGEST_VARIABLE} characters: {', '.join(too_long)}")
        return self.sms.format_map(values)

    def sms_values(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Give the values in the order of the registered text's places."""
        return tuple(values[name] for name in VARIABLE.findall(self.sms))

    @property
    def names_centre(self) -> bool:
        """Tell whether any of the words name the person's centre."""
        return f"{{{Kind.CENTRE}}}" in self.sms + self.subject + self.body

    @property
    def registered_text(self) -> str:
        """Give the SMS text as it is registered with the operators."""
        return VARIABLE.sub("{#var#}", self.sms)


@dataclass(frozen=True, kw_only=True)
class MessageTemplate:
    """One thing to say: its variables with their kinds, its category, its words in every language."""

    name: str
    version: int  # raised whenever a registered text changes
    category: str
    variables: Mapping[str, str]  # name -> kind, of domain/variables.py
    wordings: Mapping[Language, Wording]

    def wording(self, language: Language, *, full: bool = False, named: bool = False) -> Wording:
        """Give the words in a language; the full ones where they are wished for and can be said.

        `named` tells that the centre has a name to say.
        """
        discreet = self.wordings[language]
        if not full or discreet.full is None or (discreet.full.names_centre and not named):
            return discreet
        return discreet.full

    @property
    def registered(self) -> Mapping[str, Wording]:
        """Give every registered wording by "en", "en full" and so on."""
        full = {f"{each} full": wording.full for each, wording in self.wordings.items() if wording.full}
        return {**{str(each): wording for each, wording in self.wordings.items()}, **full}
