"""What may fill a variable of a template: its kinds, each with the longest value there is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from notify.domain.contacts import Language

LONGEST_VARIABLE = 30  # characters, as the operators register it
LONGEST_NAME = 28  # characters of a centre's name in a text; it leaves room for what follows

_ALL = tuple(Language)


class Kind(StrEnum):
    """What a variable says."""

    SEALED = "sealed"  # a sign-in code, opened at the moment of sending
    MOMENT = "moment"  # in the person's language and on their clock
    NUMBER = "number"  # a count: days, or a place in a queue
    CENTRE = "centre"  # the name by which the person's own centre is registered; in "full" wording only


# Nothing that is filled in is longer; tests hold this against every moment of two years.
LONGEST: Mapping[Kind, Mapping[Language, str]] = {
    Kind.SEALED: dict.fromkeys(_ALL, "888888"),
    Kind.MOMENT: {
        Language.ENGLISH: "Thu 10 Sept, 12:59 pm",
        Language.PUNJABI: "ਸ਼ਨਿੱਚਰ 3 ਜਨਵਰੀ, ਦੁਪਹਿਰੇ 12:59",
        Language.HINDI: "गुरु 1 जनवरी, मध्यरात्रि 12:00",
    },
    Kind.NUMBER: dict.fromkeys(_ALL, "9999"),
    Kind.CENTRE: {
        Language.ENGLISH: "W" * LONGEST_NAME,
        Language.PUNJABI: "ਖ" * LONGEST_NAME,
        Language.HINDI: "ख" * LONGEST_NAME,
    },
}

EXAMPLES: Mapping[Kind, Mapping[Language, str]] = {
    Kind.SEALED: dict.fromkeys(_ALL, "493817"),
    Kind.MOMENT: {
        Language.ENGLISH: "Wed 24 Nov, 6:30 pm",
        Language.PUNJABI: "ਬੁੱਧ 24 ਨਵੰਬਰ, ਸ਼ਾਮੀਂ 6:30",
        Language.HINDI: "बुध 24 नवंबर, शाम 6:30",
    },
    Kind.NUMBER: dict.fromkeys(_ALL, "3"),
    Kind.CENTRE: {
        Language.ENGLISH: "Nava Savera",
        Language.PUNJABI: "ਨਵਾਂ ਸਵੇਰਾ",
        Language.HINDI: "नया सवेरा",
    },
}


def param_of(variable: str) -> str:
    """Name the field of a message that fills a variable; `when` is when a meeting starts."""
    return "starts_at" if variable == "when" else variable


def filled(
    variables: Mapping[str, str], values: Mapping[Kind, Mapping[Language, str]], language: Language
) -> Mapping[str, str]:
    """Give each variable the value of its kind in a language."""
    return {name: values[Kind(kind)][language] for name, kind in variables.items()}
