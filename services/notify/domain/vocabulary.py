"""The words by which a text gives an order, in English, Punjabi and Hindi, in their scripts and romanised.

A word is compared as `plain` gives it. For STOP there are the carriers' words and what people say for them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Marks that people leave out, or write one for the other: nuktas and joiners, bindi for tippi, candrabindu
# for anusvara.
_SAME = str.maketrans({"़": "", "਼": "", "\u200c": "", "\u200d": "", "ਂ": "ੰ", "ਁ": "ੰ", "ँ": "ं"})


def plain(text: str) -> str:
    """Write a text as it is compared: no case, the digits of ASCII, marks that are easily confused alike."""
    letters = unicodedata.normalize("NFD", text.casefold()).translate(_SAME)
    return "".join(str(int(each)) if each.isdecimal() else each for each in letters)


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(each) for each in words)


STOP = _plain(
    (
        *("stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout", "stopped", "unsub"),
        *("ਬੰਦ", "ਰੋਕੋ", "ਰੋਕ", "ਸਟਾਪ", "ਸਟੌਪ", "बंद", "बन्द", "रोको", "रोकें", "रोकिए", "स्टॉप"),
        *("band", "bandh", "roko", "rokdo", "rokiye"),
    )
)
START = _plain(
    (
        *("start", "unstop", "subscribe", "resume", "optin"),
        *("ਸ਼ੁਰੂ", "ਸ਼ੁਰੁ", "ਚਾਲੂ", "ਸਟਾਰਟ", "शुरू", "शुरु", "चालू", "स्टार्ट"),
        *("shuru", "shuroo", "suru", "chalu", "chaalu"),
    )
)
HELP = _plain(
    (
        *("help", "info", "sos", "helpline"),
        *("ਮਦਦ", "ਮੱਦਦ", "ਸਹਾਇਤਾ", "ਬਚਾਓ", "ਹੈਲਪ", "मदद", "मद्द", "सहायता", "बचाओ", "हेल्प"),
        *("madad", "madat", "sahayata", "sahaita", "bachao"),
    )
)
CONFIRM = _plain(("c", "confirm", "confirmed", "ਪੱਕਾ", "ਪੱਕੀ", "पक्का", "पक्की", "pakka", "pakki"))
GIVE_UP = _plain(("x", "ਰੱਦ", "रद्द", "radd", "rad"))
# Carriers take it for STOP, and who was just offered a seat means the seat.
CANCEL = _plain(("cancel", "ਕੈਂਸਲ", "कैंसल", "कैंसिल", "kansal"))

YES = _plain(("1", "y", "yes", "ਹਾਂ", "ਹਾ", "हाँ", "haan", "han"))
NO = _plain(("2", "n", "no", "ਨਹੀਂ", "ਨਾਂਹ", "नहीं", "ना", "nahi", "nahin"))

# What politeness and grammar add to an order without changing it.
FILLERS = _plain(
    (
        *(
            "please",
            "pls",
            "plz",
            "kindly",
            "all",
            "now",
            "the",
            "this",
            "these",
            "it",
            "me",
            "my",
            "to",
            "and",
        ),
        *(
            "sending",
            "send",
            "text",
            "texts",
            "texting",
            "message",
            "messages",
            "msg",
            "msgs",
            "sms",
            "again",
        ),
        *("seat", "place", "out", "opt", "hamrah", "thanks", "thank", "you", "ok"),
        *(
            "ji",
            "jee",
            "karo",
            "kar",
            "kro",
            "karna",
            "karen",
            "karein",
            "kijiye",
            "do",
            "deo",
            "dena",
            "dijiye",
        ),
        *("meri", "bhejna", "krdo", "kardo", "hai"),
        *("ਜੀ", "ਕਰੋ", "ਕਰ", "ਕਰਨਾ", "ਦਿਓ", "ਦੇਵੋ", "ਦੋ", "ਮੇਰੀ", "ਭੇਜਣਾ", "ਸੁਨੇਹੇ", "ਹੈ", "ਕਿਰਪਾ", "ਕਰਕੇ", "ਸਾਰੇ"),
        *("जी", "करो", "कर", "करें", "करना", "कीजिए", "दो", "दें", "दीजिए", "मेरी", "भेजना", "संदेश"),
        *("है", "कृपया", "सब", "सभी"),
    )
)
# What is said of oneself leaves a call for help one, and makes of "I want to end it" anything but STOP.
NEEDY = _plain(
    (
        *("i", "want", "need", "some", "chahiye", "chahida", "chahidi", "mainu", "mujhe"),
        *("ਮੈਨੂੰ", "ਚਾਹੀਦੀ", "ਚਾਹੀਦਾ", "मुझे", "चाहिए"),
    )
)
ALONE = _plain(("end", "quit", "rad"))  # these say too much else to be read beside others
