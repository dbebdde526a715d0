"""The documentation of all APIs in one page: Swagger UI from its package's files, served offline."""

from importlib.resources import files

from flask import Blueprint, Response, abort, redirect, render_template, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from chassis.http import public
from web.help_lines import HELP_LINES

DIST = files("flask_swagger_ui") / "dist"
ASSETS = files("web") / "assets"

FILES = {
    "swagger-ui.css": DIST,
    "swagger-ui-bundle.js": DIST,
    "swagger-ui-standalone-preset.js": DIST,
    "favicon-32x32.png": DIST,
    "documentation.css": ASSETS,
    "documentation.js": ASSETS,
}
"""What the page loads, and the directory it lies in; nothing else is served."""

# The page talks to this origin only. Swagger UI draws with data: images.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ONE_HOUR_SECONDS = 3600

documentation = Blueprint("documentation", __name__, template_folder="templates", url_prefix="/api/docs")


@documentation.get("")
@public
def redirect_to_index() -> AnyResponse:
    """Lead to the address whose relative links work"""
    return redirect("/api/docs/", code=308)


@documentation.get("/")
@public
def index() -> Response:
    """Show the documentation of every API"""
    html = render_template("documentation.html", help_lines=HELP_LINES)
    return Response(html, headers={"Content-Security-Policy": POLICY}, mimetype="text/html")


@documentation.get("/<name>")
@public
def file(name: str) -> Response:
    """Serve one file that the page loads"""
    if name not in FILES:
        abort(404)
    return send_from_directory(str(FILES[name]), name, max_age=ONE_HOUR_SECONDS)
