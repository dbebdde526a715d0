"""Pages that a QR code leads to: a certificate is verified, and a word of a room is read."""

from importlib.resources import files

from flask import Blueprint, Response

from chassis.http import public
from web.scripted import page

_ASSETS = files("web") / "assets"
CERTIFICATE = (_ASSETS / "certificate.js").read_text(encoding="utf-8")
CHECK_IN = (_ASSETS / "check_in.js").read_text(encoding="utf-8")

leaves = Blueprint("leaves", __name__, template_folder="templates")


@leaves.get("/certificates/<code>")
@public
def certificate(code: str) -> Response:
    """Ask groups, from the reader's own browser, whether a certificate is genuine"""
    return page("certificate.html", CERTIFICATE, connect="'self'", code=code)


@leaves.get("/check-in")
@public
def check_in() -> Response:
    """Show the word of the room, which stands behind the "#" and never reached a server"""
    return page("check_in.html", CHECK_IN, connect="'none'")
