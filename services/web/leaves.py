"""Pages that a QR code leads to: a certificate is verified, and a word of a room is read."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from flask import Blueprint, Response, render_template

from chassis.http import public
from web.help_lines import HELP_LINES
from web.pages import STYLE

_ASSETS = files("web") / "assets"
CERTIFICATE = (_ASSETS / "certificate.js").read_text(encoding="utf-8")
CHECK_IN = (_ASSETS / "check_in.js").read_text(encoding="utf-8")

leaves = Blueprint("leaves", __name__, template_folder="templates")


@leaves.get("/certificates/<code>")
@public
def certificate(code: str) -> Response:
    """Ask groups, from the reader's own browser, whether a certificate is genuine"""
    return _page("certificate.html", CERTIFICATE, connect="'self'", code=code)


@leaves.get("/check-in")
@public
def check_in() -> Response:
    """Show the word of the room, which stands behind the "#" and never reached a server"""
    return _page("check_in.html", CHECK_IN, connect="'none'")


def _page(template: str, script: str, *, connect: str, **values: str) -> Response:
    """Render a page that may run its own script and ask its own origin, and nothing else."""
    policy = (
        f"default-src 'none'; style-src '{_hash_of(STYLE)}'; script-src '{_hash_of(script)}'; "
        f"connect-src {connect}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    html = render_template(template, style=STYLE, script=script, help_lines=HELP_LINES, **values)
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(html, headers=headers, mimetype="text/html")


def _hash_of(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
