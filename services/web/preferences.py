"""The page on which a member chooses how to be written to, by a signed link and without a login."""

from importlib.resources import files

from flask import Blueprint, Response

from chassis.http import public
from web.scripted import page

SCRIPT = (files("web") / "assets" / "preferences.js").read_text(encoding="utf-8")

preferences = Blueprint("preferences", __name__, template_folder="templates")


@preferences.get("/preferences/<string(maxlength=64):token>")
@public
def choices(token: str) -> Response:
    """Let the reader's own browser ask notify what was chosen; without a script one button is left"""
    return page("preferences.html", SCRIPT, connect="'self'", forms="'self'", token=token)
