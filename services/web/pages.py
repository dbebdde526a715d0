"""The pages: one landing page, self-contained, with its style inside."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from flask import Blueprint, Response, render_template

from chassis.http import public
from web.help_lines import HELP_LINES

STYLE = (files("web") / "assets" / "landing.css").read_text(encoding="utf-8")

# The page may load nothing at all, except that its own style is known by its hash.
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

pages = Blueprint("pages", __name__, template_folder="templates")


@pages.get("/")
@public
def landing() -> Response:
    """Say what Hamrah is, whom to call, and where the documentation is"""
    html = render_template("landing.html", style=STYLE, help_lines=HELP_LINES)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "public, max-age=300"}
    return Response(html, headers=headers, mimetype="text/html")
