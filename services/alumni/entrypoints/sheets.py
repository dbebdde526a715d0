"""The discharge sheet: an invitation on paper, a page each, in three languages, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import render_template_string
from markupsafe import Markup

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Hamrah</title>
<style>
  @page { size: A4; margin: 25mm }
  body { font: 13pt/1.5 "Noto Sans", "Noto Sans Gurmukhi", "Noto Sans Devanagari", sans-serif }
  section { break-after: page; text-align: center }
  svg { width: 60mm; height: 60mm }
  .code { font: 26pt monospace; letter-spacing: .1em }
  .help { border-top: 1pt solid; padding-top: 4mm }
</style>
{% for sheet in sheets %}
<section>
  <h1>Hamrah · ਹਮਰਾਹ · हमराह</h1>
  <p>{{ centre }}</p>
  {{ sheet.image }}
  <p class="code">{{ sheet.code }}</p>
  <p lang="en">You are invited. Scan this picture, or enter the code at {{ address }}. The code is good
  once, until {{ sheet.until }}, for people of 18 or older. Nobody has to join.</p>
  <p lang="pa">ਤੁਹਾਨੂੰ ਸੱਦਾ ਹੈ। ਇਹ ਤਸਵੀਰ ਸਕੈਨ ਕਰੋ, ਜਾਂ {{ address }} ਉੱਤੇ ਕੋਡ ਭਰੋ। ਕੋਡ {{ sheet.until }} ਤੱਕ
  ਇੱਕ ਵਾਰ ਚੱਲਦਾ ਹੈ, 18 ਸਾਲ ਜਾਂ ਵੱਧ ਉਮਰ ਲਈ। ਸ਼ਾਮਲ ਹੋਣਾ ਤੁਹਾਡੀ ਮਰਜ਼ੀ ਹੈ।</p>
  <p lang="hi">आपको आमंत्रण है। यह चित्र स्कैन करें, या {{ address }} पर कोड भरें। कोड {{ sheet.until }} तक
  एक बार चलता है, 18 वर्ष या उससे बड़ों के लिए। जुड़ना आपकी इच्छा है।</p>
  <p class="help">14446 · 14416 (Tele-MANAS) · 112 · 181 · 1098</p>
</section>
{% endfor %}
</html>
"""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What one page shows."""

    code: str
    link: str
    until: str

    @property
    def image(self) -> Markup:
        """The link as a QR code, drawn into the page."""
        return Markup(qr_code(self.link).decode())  # noqa: S704 (segno's own drawing)


def discharge_sheets(sheets: Sequence[Sheet], *, centre: str, address: str) -> str:
    """Write a page of HTML for each invitation, with nothing that has to be fetched."""
    return render_template_string(_PAGE, sheets=sheets, centre=centre, address=address)


def qr_code(link: str) -> bytes:
    """Draw a link as a QR code in SVG."""
    import segno

    image = BytesIO()
    segno.make(link, micro=False).save(image, kind="svg", scale=8, xmldecl=False)
    return image.getvalue()
