"""Discretion: words that never appear in a message, for somebody else may read it over a shoulder.

Header and body never say recovery, addiction, a fellowship, a centre or a group, in any of the
three languages, nor the English words for them in their scripts. Full wording, which a member asks for,
may say a centre or a group; of recovery and addiction it is silent too.
"""

from __future__ import annotations

import unicodedata

# A word that begins with one of these tells too much.
STEMS = (
    *("recover", "rehab", "addict", "deaddict", "sober", "sobriety", "alcohol", "drug", "drink", "relapse"),
    *("narcotic", "anonymous", "treatment", "patient", "therap", "nasha", "nashe", "mukti", "sharab"),
    *("sponsor", "12-step", "overdose", "withdrawal"),
    # ਪੰਜਾਬੀ
    *("ਨਸ਼", "ਮੁਕਤੀ", "ਸ਼ਰਾਬ", "ਰਿਕਵਰੀ", "ਇਲਾਜ", "ਮਰੀਜ਼"),
    *("ਸੋਫ਼ੀ", "ਸੋਬਰ", "ਅਮਲੀ", "ਨਸ਼ੇੜੀ", "ਡਰੱਗ", "ਅਲਕੋਹਲ", "ਥੈਰੇਪੀ", "ਪੁਨਰਵਾਸ"),
    # हिन्दी
    *("नश", "मुक्ति", "शराब", "रिकवरी", "इलाज", "मरीज़"),
    *("व्यसन", "सोबर", "ड्रग", "अल्कोहल", "थेरेपी", "पुनर्वास", "उपचार"),
)
# Nor does a word that begins with one of these, unless the member asked for full wording.
PLACES = (
    *("centre", "center", "kendra", "group"),
    *("ਕੇਂਦਰ", "ਸੈਂਟਰ", "ਗਰੁੱਪ", "ਗਰੁਪ", "ਸਮੂਹ"),
    *("केंद्र", "केन्द्र", "सेंटर", "सेन्टर", "ग्रुप", "समूह"),
)
# These tell too much as a whole word only.
WORDS = frozenset({"na", "aa", "alanon", "smart", "step", "steps", "ਲਤ", "ਐੱਨਏ", "ਏਏ", "लत", "एनए", "एए"})


def indiscreet_words(text: str, *, full: bool = False) -> list[str]:
    """List the words of a text that must not be in it."""
    stems = _STEMS if full else _STEMS + _PLACES
    return [word for word in _words(text) if word in _WORDS or word.startswith(stems)]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> list[str]:
    """Split at whatever is no letter, mark or digit; a vowel sign of an Indic script belongs to its word."""
    kept = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in _normal(text))
    return "".join(kept).split()


_STEMS = tuple(_normal(stem) for stem in STEMS)
_PLACES = tuple(_normal(stem) for stem in PLACES)
_WORDS = frozenset(_normal(word) for word in WORDS)
