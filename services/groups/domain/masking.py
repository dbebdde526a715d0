"""Masking: numbers, addresses and e-mail addresses of people do not get onto a board, in any script."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]
PhoneSpans = Callable[[str], Iterable[Span]]
"""Finds telephone numbers in a text whose digits are ASCII."""

PHONE, EMAIL, ADDRESS = "phone", "email", "address"
MARKS: Mapping[str, str] = {PHONE: "[phone number]", EMAIL: "[e-mail]", ADDRESS: "[address]"}
WHY: Mapping[str, str] = {
    PHONE: "Phone numbers are left out of boards, so that nobody is reached who did not ask for it.",
    EMAIL: "E-mail addresses are left out of boards, so that nobody is reached who did not ask for it.",
    ADDRESS: "Addresses of people are left out of boards, so that nobody is found who did not ask for it.",
}
FEWEST_DIGITS = 8  # of a run that can be a telephone number; seven would mask dates and sums
LONGEST_AMOUNT = 9

# The lines that everybody may name; see the platform's help lines.
HELP_NUMBERS = frozenset({"18008914416", "14416", "14446", "112", "181", "1098"})


@dataclass(frozen=True)
class Masked:
    """A text fit for a board, and how many of each kind were taken out of it."""

    text: str
    counts: Mapping[str, int]


def mask(text: str, phones: PhoneSpans) -> Masked:
    """Put a mark in the place of every phone number, e-mail address and street address.

    `phones` knows the formats of numbers; runs of eight digits or more are taken for one however they are
    spaced, spelled out or written in another script.
    """
    plain = ascii_digits(text)
    found: list[tuple[Span, str]] = [(span, EMAIL) for span in _emails(plain)]
    found += [(span, PHONE) for span in (*_runs(plain), *phones(plain)) if _is_private(plain, span)]
    found += [(span, ADDRESS) for span in _addresses(plain)]
    merged = _merge(found)
    pieces, end = [], 0
    for (start, stop), kind in merged:
        pieces += [text[end:start], MARKS[kind]]
        end = stop
    return Masked("".join((*pieces, text[end:])), Counter(kind for _, kind in merged))


def ascii_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9, letter for letter."""
    return "".join(
        str(unicodedata.digit(letter)) if unicodedata.digit(letter, None) is not None else letter
        for letter in text
    )


def _merge(found: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Make one of spans that overlap; the earlier and longer one names the kind."""
    merged: list[tuple[Span, str]] = []
    for span, kind in sorted(found, key=lambda each: (each[0][0], -each[0][1])):
        if merged and span[0] < merged[-1][0][1]:
            (start, stop), known = merged[-1]
            merged[-1] = ((start, max(stop, span[1])), known)
        else:
            merged.append((span, kind))
    return merged


# The digits as people spell them, in English, romanised Punjabi and Hindi, Gurmukhi and Devanagari.
_SPELLED = {
    "0": "zero oh sifar siffar shunya sunya ਸਿਫ਼ਰ ਸਿਫਰ ਜ਼ੀਰੋ ਜੀਰੋ शून्य सिफर ज़ीरो जीरो",
    "1": "one ikk ek ਇੱਕ ਇਕ एक",
    "2": "two do ਦੋ दो",
    "3": "three tinn teen tin ਤਿੰਨ तीन",
    "4": "four char chaar ਚਾਰ चार",
    "5": "five panj paanch panch ਪੰਜ पांच पाँच",
    "6": "six che chhe chhah cheh ਛੇ छह छः छे",
    "7": "seven satt saat sat ਸੱਤ सात",
    "8": "eight atth aath ath ਅੱਠ आठ",
    "9": "nine nau naun ਨੌਂ ਨੌ नौ",
}
_DIGIT_OF = {
    unicodedata.normalize("NFC", word): digit for digit, words in _SPELLED.items() for word in words.split()
}
_TIMES = {"double": 2, "dabal": 2, "triple": 3, "ਡਬਲ": 2, "डबल": 2}
_BETWEEN = frozenset(
    {
        *("and", "then", "dash", "hyphen", "space", "dot", "plus", "phir", "fer", "fir", "te", "aur", "phr"),
        *("ਤੇ", "ਫਿਰ", "ਫੇਰ", "ਡੈਸ਼", "और", "फिर", "डैश"),
    }
)
# Python's \w knows no marks, and Indic vowels are marks.
_TOKEN = re.compile(r"\d+|(?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71])+")
_GAP = re.compile(r"[\s\-.()/,_*~+|\u2010-\u2015\u00b7\u2022'\"\ufe0f\u20e3]{0,6}")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d)(?!\d)"
)
_AMOUNT = re.compile(r"\d{1,2}(?:,\d\d)*,\d{3}|\d{1,3}(?:,\d{3})+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class _Token:
    start: int
    stop: int
    digits: str  # "" for a word that only stands between digits
    times: int = 1  # "double" and "triple" count for the digit after them
    spelled: bool = False


def _tokens(text: str) -> Iterator[_Token | None]:
    """Give what can be part of a number, and None for every other word."""
    dates = [match.span() for match in _DATE.finditer(text)]
    for match in _TOKEN.finditer(text):
        word = match.group()
        if any(start <= match.start() < stop for start, stop in dates):
            yield None
        elif word.isdecimal():
            yield _Token(*match.span(), digits=word)
        elif (lower := unicodedata.normalize("NFC", word.casefold())) in _DIGIT_OF:
            yield _Token(*match.span(), digits=_DIGIT_OF[lower], spelled=True)
        elif lower in _TIMES:
            yield _Token(*match.span(), digits="", times=_TIMES[lower])
        elif lower in _BETWEEN:
            yield _Token(*match.span(), digits="")
        else:
            yield None


def _runs(text: str) -> Iterator[Span]:
    """Find digits, written or spelled, that follow each other closely and are as many as a number has."""
    run: list[_Token] = []
    for token in (*_tokens(text), None):
        near = token and (not run or _GAP.fullmatch(text, run[-1].stop, token.start))
        if token and near:
            run.append(token)
            continue
        if span := _number(text, run):
            yield span
        run = [token] if token else []


def _number(text: str, run: list[_Token]) -> Span | None:
    digits = [each for each in run if each.digits]
    if not digits:
        return None
    counted = sum(len(each.digits) * (run[place - 1].times if place else 1) for place, each in enumerate(run))
    if len(digits) < len(run):  # "60,000 in 2019 and 70,000" is told in words between, and names a year.
        counted -= sum(len(each.digits) for each in digits if _YEAR.fullmatch(each.digits))
    start, stop = digits[0].start, digits[-1].stop
    written = text[start:stop]
    is_amount = _AMOUNT.fullmatch(written) and counted <= LONGEST_AMOUNT
    is_years = all(_YEAR.fullmatch(each.digits) for each in digits)
    is_counting = len(digits) > 2 and all(int(b.digits) - int(a.digits) == 1 for a, b in pairwise(digits))
    harmless = is_amount or is_years or is_counting
    return None if counted < FEWEST_DIGITS or harmless else (start, stop)


def _is_private(text: str, span: Span) -> bool:
    return re.sub(r"\D", "", text[slice(*span)]) not in HELP_NUMBERS


_PROVIDER = r"(?:gmail|yahoo|hotmail|outlook|rediffmail|rediff|icloud|proton(?:mail)?|ymail|live)"
_AT = r"(?:\s*(?:[(\[{<]\s*(?:at|@)\s*[)\]}>])\s*|\s+at\s+)"
_DOT = r"(?:\s*\.\s*|\s*[(\[{<]\s*(?:dot|\.)\s*[)\]}>]\s*|\s+dot\s+)"
_EMAIL = re.compile(
    r"[^\s@<>\"(),:;\[\]]{1,64}@[^\s@<>\"'(),:;\[\]/?!]{1,255}"
    r"|[\w.+-]{1,64}\s?@\s?[\w-]{1,64}\s?\.\s?\w{2,63}"
    rf"|[\w.+-]{{1,64}}{_AT}{_PROVIDER}(?:{_DOT}\w{{2,6}})*"
    rf"|[\w.+-]{{1,64}}{_AT}[\w-]{{1,64}}(?:\s*[(\[{{<]\s*dot\s*[)\]}}>]\s*|\s+dot\s+)\w{{2,6}}",
    re.IGNORECASE,
)


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield match.span()


_NO = r"(?:\s*(?:no|num|number|nambar|numbar|nbr|ਨੰ|ਨੰਬਰ|नं|नंबर|नम्बर)(?![^\W\d_])\.?)?\s*[:#.,-]?\s*"
_NUMBER = r"#?\d{1,5}(?:\s?-?\s?[a-z]\b)?(?:\s?[/-]\s?\d{1,4})?"
_COUNTED = r"(?:(?:minute|hour|day|week|month|year|time|meeting)s?|km|men|women|people|of|on|in|at|the)"
# One of the first is enough for an address; the second kind counts only beside another.
_STRONG = re.compile(
    rf"\b(?:house|flat|plot|kothi|makaan|makan|apartment|h\.?\s?no\.?|gali|galli|street\s?no\.?|"
    rf"ਮਕਾਨ|ਕੋਠੀ|ਫਲੈਟ|ਪਲਾਟ|ਗਲੀ|मकान|कोठी|फ्लैट|प्लॉट|गली){_NO}{_NUMBER}"
    rf"|\b\d{{1,5}}[a-z]?\s*,?\s+(?!{_COUNTED}\b)(?:[^\W\d_]+\s+){{1,3}}(?:road|street|marg|nagar|colony|lane|avenue|vihar|enclave)\b"
    rf"|\b(?:pin|pin\s?code|pincode|ਪਿੰਨ|ਪਿਨ|पिन)\s*(?:code|ਕੋਡ|कोड)?\s*[:#.-]?\s*\d{{3}}\s?\d{{3}}\b"
    rf"|(?<![^\W\d_])[^\W\d_]{{3,40}}\s?[-\u2013]\s?[1-9]\d{{2}}\s?\d{{3}}(?!\d)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    rf"\b(?:street|lane|block|sector|phase|ward|ਸੈਕਟਰ|ਵਾਰਡ|ਬਲਾਕ|सेक्टर|वार्ड|ब्लॉक){_NO}{_NUMBER}", re.IGNORECASE
)
_BESIDE = 40  # letters between two parts of one address


def _addresses(text: str) -> Iterator[Span]:
    strong = [match.span() for match in _STRONG.finditer(text)]
    weak = [match.span() for match in _WEAK.finditer(text)]
    yield from strong
    for span in weak:
        others = (other for other in (*strong, *weak) if other != span)
        if any(max(span[0], other[0]) - min(span[1], other[1]) <= _BESIDE for other in others):
            yield span
