"""The document of a certificate: one page, signed so that a changed byte is noticed (PAdES)."""

from datetime import date, datetime
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

from groups.domain.certificate import written_code
from groups.domain.errors import NameUnprintable

FONTS = {
    "latin": "NotoSans-Regular.ttf",
    "gurmukhi": "NotoSansGurmukhi-Regular.ttf",
    "devanagari": "NotoSansDevanagari-Regular.ttf",
}
_JOINERS = "\u200c\u200d"
_CODE_SIZE = 38  # millimetres

# pyHanko runs a loop of asyncio for each signature, of which a thread has one; greenlets share a thread.
_one_at_a_time = Lock()


class SignedCertificates:
    """The CertificatePrinter port with fpdf2, segno and pyHanko, which are imported when first needed."""

    def __init__(self, *, key: bytes, certificate: bytes, public_url: str) -> None:
        self._key = key
        self._certificate = certificate
        self._public_url = public_url

    def document(
        self, *, code: str, bearer: str, since: date, until: date, meetings: int, issued_at: datetime
    ) -> bytes:
        """Draw and sign one page."""
        from fpdf import Align

        page = _page(bearer, issued_at)
        page.set_font("latin", size=26)
        page.cell(w=0, h=30, text="Certificate of attendance", align=Align.C, new_x="LMARGIN", new_y="NEXT")
        _write(page, "Hamrah certifies that", 12)
        page.set_font(_font_of(page, bearer), size=22)
        page.multi_cell(w=0, h=16, text=bearer, align=Align.C, new_x="LMARGIN", new_y="NEXT")
        _write(page, f"attended {meetings} meeting{'' if meetings == 1 else 's'}", 16)
        _write(page, f"from {since:%d %B %Y} to {until:%d %B %Y}.", 12)
        _write(page, f"Issued on {issued_at:%d %B %Y}.", 12)
        self._add_verification(page, code)
        return self._signed(bytes(page.output()))

    def _add_verification(self, page: Any, code: str) -> None:
        import segno

        address = f"{self._public_url}/certificates/{written_code(code)}"
        image = BytesIO()
        segno.make(address, micro=False).save(image, kind="png", scale=8, border=2)
        page.image(image, x=(page.w - _CODE_SIZE) / 2, y=page.get_y() + 10, w=_CODE_SIZE, h=_CODE_SIZE)
        page.set_y(page.get_y() + _CODE_SIZE + 14)
        _write(page, written_code(code), 12)
        _write(page, "Whoever doubts this certificate asks at", 9)
        _write(page, address, 9)

    def _signed(self, plain: bytes) -> bytes:
        from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        signer = signers.SimpleSigner(
            signing_cert=next(iter(load_certs_from_pemder_data(self._certificate))),
            signing_key=load_private_key_from_pemder_data(self._key, passphrase=None),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )
        about = signers.PdfSignatureMetadata(
            field_name="Signature", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        )
        with _one_at_a_time:
            signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(plain)), about, signer=signer)
        return bytes(signed.getvalue())


def _page(bearer: str, issued_at: datetime) -> Any:
    """Make an empty page with fonts for three scripts; raises NameUnprintable."""
    from fpdf import FPDF

    page: Any = FPDF(format="A4")
    page.set_creation_date(issued_at)
    page.set_title("Certificate of attendance")
    for family, name in FONTS.items():
        page.add_font(family, fname=str(files("groups") / "fonts" / name))
    if any(not _writing(page, letter) for letter in bearer if letter not in _JOINERS):
        raise NameUnprintable
    page.set_text_shaping(True)
    page.set_fallback_fonts(list(FONTS), exact_match=False)
    page.add_page()
    page.set_y(50)
    return page


def _font_of(page: Any, bearer: str) -> str:
    """Choose the script in which a name is written, by most of its letters."""
    families = [family for letter in bearer for family in _writing(page, letter)]
    return max(FONTS, key=families.count)


def _writing(page: Any, letter: str) -> list[str]:
    """Name the fonts that have a letter."""
    return [family for family in FONTS if ord(letter) in page.fonts[family].cmap]


def _write(page: Any, text: str, size: int) -> None:
    page.set_font("latin", size=size)
    page.cell(w=0, h=size * 0.8, text=text, align="C", new_x="LMARGIN", new_y="NEXT")
