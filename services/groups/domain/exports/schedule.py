"""A centre's open meetings as a schedule to print (PDF): the week by day, times, names and places."""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from groups.domain.exports.listed import Listed
from groups.domain.exports.weekdays import in_words, weekdays

if TYPE_CHECKING:
    from fpdf import FPDF

MAX_LINES = 400  # meetings and weekdays, about 20 pages
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_FONTS = (("", "NotoSans-Regular"), ("B", "NotoSans-Bold"))
_FALLBACKS = ("NotoSansGurmukhi-Regular", "NotoSansDevanagari-Regular")
_GREY, _BLACK = 90, 0
_LONGEST = 300  # characters of a text
_NOTE = "Meetings may change: the network's calendar has every date. Help at any hour: 112, 14416, 14446."


def written(meetings: Iterable[Listed]) -> bytes:
    """Write the schedule; Latin, Gurmukhi and Devanagari are shaped, other scripts leave gaps."""
    by_day: dict[int, list[Listed]] = defaultdict(list)
    for meeting in meetings:
        for day in weekdays(meeting):
            by_day[day].append(meeting)
    pdf = _document()
    left = MAX_LINES
    for day, name in enumerate(_DAYS):
        if shown := sorted(by_day[day], key=lambda each: (each.series.time, each.series.name))[:left]:
            _add_day(pdf, name, shown)
            left -= len(shown)
    if left == MAX_LINES:
        _line(pdf, "There are no open meetings at present.", size=11)
    elif left == 0:
        _line(pdf, "There are more meetings than fit here.", size=11)
    return bytes(pdf.output())


def _document() -> "FPDF":
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    folder = files("groups") / "fonts"
    for style, name in _FONTS:
        pdf.add_font("NotoSans", style, str(folder / f"{name}.ttf"))
    for name in _FALLBACKS:
        pdf.add_font(name, "", str(folder / f"{name}.ttf"))
    pdf.set_fallback_fonts(list(_FALLBACKS), exact_match=False)
    pdf.set_text_shaping(True)
    pdf.set_title("Meetings")
    pdf.set_auto_page_break(True, margin=18)
    pdf.add_page()
    _line(pdf, "Meetings", style="B", size=18)
    _line(pdf, _NOTE, size=9, grey=True)
    return pdf


def _add_day(pdf: "FPDF", name: str, meetings: list[Listed]) -> None:
    pdf.ln(4)
    _line(pdf, name, style="B", size=13)
    for meeting in meetings:
        series = meeting.series
        if pdf.will_page_break(14):
            pdf.add_page()
        minutes = int(series.duration.total_seconds()) // 60
        online = {"online": " (online)", "hybrid": " (also online)"}.get(series.mode, "")
        _line(pdf, f"{series.time:%H:%M}  {series.name}{online}", size=11)
        details = (f"{minutes} minutes, {series.time_zone}", series.address, in_words(meeting))
        _line(pdf, " · ".join(filter(None, details)), size=9, grey=True)


def _line(pdf: "FPDF", text: str, *, style: str = "", size: int, grey: bool = False) -> None:
    pdf.set_font("NotoSans", style, size)
    pdf.set_text_color(_GREY if grey else _BLACK)
    fonts: list[Any] = list(pdf.fonts.values())
    shown = {code for font in fonts for code in font.cmap}
    pdf.multi_cell(0, size * 0.5, _printable(text, shown), new_x="LMARGIN", new_y="NEXT")


def _printable(text: str, shown: Container[int]) -> str:
    """Keep what the fonts can show; composed, so that a letter and its mark are one."""
    composed = unicodedata.normalize("NFC", text[:_LONGEST])
    return "".join(letter if ord(letter) in shown else " " for letter in composed)
