"""How a page is rendered that runs its own script and asks its own origin, and nothing else."""

from base64 import b64encode
from hashlib import sha256

from flask import Response, render_template

from web.help_lines import HELP_LINES
from web.pages import STYLE


def page(template: str, script: str, *, connect: str, forms: str = "'none'", **values: str) -> Response:
    """Render a page; `connect` and `forms` say where its script may ask and its forms may go."""
    policy = (
        f"default-src 'none'; style-src '{_hash_of(STYLE)}'; script-src '{_hash_of(script)}'; "
        f"connect-src {connect}; img-src data:; base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
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
