"""Masking: names, places and numbers of people leave a story before anybody but its author reads it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

_MOST_ROUNDS = 8
FEWEST_DIGITS = 4  # of a run that may lead to a person: part of a number, a PIN code, a year of birth


class MaskKind(StrEnum):
    """What was taken out of a text."""

    NAME = "name"
    PLACE = "place"
    NUMBER = "number"
    ADDRESS = "address"  # by which somebody is reached: e-mail, link, handle


class Reason(StrEnum):
    """Why something was taken out, for the author."""

    DIGITS = "digits"
    DATE = "date"
    HOME = "home"  # the number of a house or street
    MAIL = "mail"
    LINK = "link"
    HANDLE = "handle"
    TITLE = "title"  # the word after "Dr", "my brother"
    GIVEN_NAME = "given-name"
    TOWN = "town"
    CENTRE = "centre"
    MADE_TO_HIDE = "made-to-hide"
    BY_HAND = "by-hand"


MARKS: Mapping[MaskKind, str] = {kind: f"[{kind.value}]" for kind in MaskKind}
LASTING = frozenset({MaskKind.NUMBER, MaskKind.ADDRESS})  # never shown, whoever asks for it


@dataclass(frozen=True, kw_only=True, order=True)
class Mask:
    """A stretch of a text that readers get as a mark; positions are those of Unicode code points."""

    start: int
    stop: int
    kind: MaskKind
    reason: Reason
    contested: bool = False  # the author says that it tells nothing of anybody
    lifted: bool = False  # a reviewer agrees

    def overlaps(self, other: "Mask") -> bool:
        """Tell whether two masks share a letter."""
        return self.start < other.stop and other.start < self.stop


Masking = Callable[[str], Iterable[Mask]]
"""Finds what has to be masked in a text."""


def numbers_and_addresses(text: str) -> Iterator[Mask]:
    """Find digits in any script, and whatever somebody can be reached by."""
    plain = ascii_digits(text)
    for pattern, kind, reason in _PATTERNS:
        for match in pattern.finditer(plain):
            yield Mask(start=match.start(), stop=match.end(), kind=kind, reason=reason)


def mask(text: str, masking: Masking) -> tuple[Mask, ...]:
    """Mask until what is shown holds nothing more: what two masks part may be found only then.

    A text that goes on and on under its masks was made to; nothing of it is shown.
    """
    masks = one_of_each(text, merged(masking(text)))
    for _ in range(_MOST_ROUNDS):
        found = tuple(_under(masks, each) for each in masking(apply(text, masks)))
        more = one_of_each(text, merged((*masks, *found)))
        if not found or more == masks:
            return masks
        masks = more
    return (Mask(start=0, stop=len(text), kind=MaskKind.ADDRESS, reason=Reason.MADE_TO_HIDE),)


def _under(masks: Iterable[Mask], found: Mask) -> Mask:
    """Say where a mask of the masked text lies in the text; a mark that it touches, it covers."""
    start, stop, ahead = found.start, found.stop, 0  # how much further on the text is than what is shown
    for mask in masks:
        shown = mask.start - ahead
        end = shown + len(MARKS[mask.kind])
        ahead = mask.stop - end
        if end <= found.start:
            start, stop = found.start + ahead, found.stop + ahead
        elif shown < found.stop:
            start = min(start, mask.start)
            stop = max(mask.stop, found.stop + ahead)
        else:
            break
    return replace(found, start=start, stop=stop)


def merged(found: Iterable[Mask]) -> tuple[Mask, ...]:
    """Make one of masks that overlap: all that they cover, under the name of the one that begins first.

    What covers a number or an address lasts, whatever else it covers.
    """
    kept: list[Mask] = []
    for mask in sorted(found, key=lambda each: (each.start, -each.stop)):
        if not kept or not kept[-1].overlaps(mask):
            kept.append(mask)
            continue
        last = kept.pop()
        named = mask if mask.kind in LASTING and last.kind not in LASTING else last
        kept.append(
            Mask(start=last.start, stop=max(last.stop, mask.stop), kind=named.kind, reason=named.reason)
        )
    return tuple(kept)


def one_of_each(text: str, masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Make one of names that follow each other as those of one person do, a space between them."""
    kept: list[Mask] = []
    for mask in masks:
        last = kept[-1] if kept else None
        if last and last.kind is mask.kind is MaskKind.NAME and text[last.stop : mask.start] == " ":
            kept[-1] = replace(last, stop=mask.stop)
        else:
            kept.append(mask)
    return tuple(kept)


def apply(text: str, masks: Iterable[Mask]) -> str:
    """Put a mark in the place of every mask that was not lifted; masks in order, none overlapping."""
    pieces, end = [], 0
    for mask in masks:
        if not mask.lifted:
            pieces += [text[end : mask.start], MARKS[mask.kind]]
            end = mask.stop
    return "".join((*pieces, text[end:]))


def ascii_digits(text: str) -> str:
    """Write the digits of every script as 0 to 9, letter for letter."""
    if text.isascii():
        return text
    return "".join(
        str(digit) if (digit := unicodedata.digit(letter, None)) is not None else letter for letter in text
    )


# What people put between the digits of one number; a line's end parts two numbers.
_GAP = r"[ \t\u00a0\-.()/,_*~+|\u2010-\u2015\u00b7\u2022'\"\ufe0f\u20e3]{0,3}"
_RUN = rf"\+?\d(?:{_GAP}\d){{{FEWEST_DIGITS - 1},}}"
_DATE = (
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?[ \t./-]{1,3}"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,40}(?:[ \t.,/-]{1,3}\d{2,4})?"
)
_LETTER = r"[^\s@<>(),:;]"
_LAST = r"[^\s@<>(),:;.!?\u0964]"
_SITE = (
    r"(?:[a-z\d-]{1,63}\.){1,5}(?:com|in|org|net|info|me|io)(?:(?![^\W\d_])|(?=www\.|https?:))(?:/\S{0,200})?"
)
_SPELLED = (
    "zero|one|two|three|four|five|six|seven|eight|nine|oh|double|triple|sifar|ikk|ek|do|tinn|teen|tin|char|"
    "chaar|panj|paanch|che|chhe|satt|saat|atth|aath|nau|naun|"
    "ਸਿਫ਼ਰ|ਜ਼ੀਰੋ|ਇੱਕ|ਇਕ|ਦੋ|ਤਿੰਨ|ਚਾਰ|ਪੰਜ|ਛੇ|ਸੱਤ|ਅੱਠ|ਨੌਂ|ਨੌ|"
    "शून्य|ज़ीरो|जीरो|एक|दो|तीन|चार|पांच|पाँच|छह|छः|छे|सात|आठ|नौ"
)
_WORDS_OF_DIGITS = rf"(?<![^\W\d_])(?:(?:{_SPELLED}|\d)[\s,.-]{{1,3}}){{5,}}(?:{_SPELLED}|\d)"
_HOME = (
    r"(?<![^\W\d_])(?:house|flat|plot|kothi|makaan|gali|street|sector|ward|"
    r"ਮਕਾਨ|ਕੋਠੀ|ਗਲੀ|ਸੈਕਟਰ|ਵਾਰਡ|मकान|कोठी|गली|सेक्टर|वार्ड)"
    r"(?:\s{0,2}(?:no|number|ਨੰਬਰ|ਨੰ|नंबर|नं)\.?)?[\s:#.-]{0,3}\d{1,4}[a-z]?"
)
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind, reason)
    for pattern, kind, reason in (
        (r"(?:https?://|www\.)\S{0,500}[^\s.,:;!?\u0964]", MaskKind.ADDRESS, Reason.LINK),
        (rf"(?<!\w){_SITE}", MaskKind.ADDRESS, Reason.LINK),
        (rf"(?<!{_LETTER}){_LETTER}{{1,64}}@+{_LETTER}{{0,254}}{_LAST}", MaskKind.ADDRESS, Reason.MAIL),
        (rf"@+{_LETTER}{{0,63}}{_LAST}", MaskKind.ADDRESS, Reason.HANDLE),
        (_DATE, MaskKind.NUMBER, Reason.DATE),
        (_WORDS_OF_DIGITS, MaskKind.NUMBER, Reason.DIGITS),
        (_HOME, MaskKind.NUMBER, Reason.HOME),
        (_RUN, MaskKind.NUMBER, Reason.DIGITS),
    )
)
