"""What a signed link opens, without a login: what its member chose, and the way out."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, invalid, public, raises
from notify.adapters.links import Link
from notify.domain import errors
from notify.domain.contacts import Contacts, Language
from notify.domain.preferences import Preferences
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas import preferences as schemas
from notify.handlers.choosing import choose_by_link, leave

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.LinkUnknown: Problem(404, "link-unknown", "This link is not good, or not any more."),
}

# For whoever pressed the button without a script.
DONE: Mapping[Language, str] = {
    Language.ENGLISH: "Done: no more e-mails of this kind will come.",
    Language.PUNJABI: "ਹੋ ਗਿਆ: ਇਸ ਕਿਸਮ ਦੀਆਂ ਈਮੇਲਾਂ ਹੁਣ ਨਹੀਂ ਆਉਣਗੀਆਂ।",
    Language.HINDI: "हो गया: इस तरह के ईमेल अब नहीं आएँगे।",
}
_TEXT = "text/plain"
_FIELD, _CLICKED = "List-Unsubscribe", "One-Click"
_FORM = {
    "schema": {
        "type": "object",
        "required": [_FIELD],
        "properties": {_FIELD: {"type": "string", "enum": [_CLICKED]}},
    }
}
# RFC 8058 section 3.1 leaves the kind of form to the mail program.
ONE_CLICK = {
    "required": True,
    "content": {"multipart/form-data": _FORM, "application/x-www-form-urlencoded": _FORM},
}

by_link = Blueprint(
    "by-link", __name__, url_prefix="/api/notify", description="What a signed link opens without a login"
)


@by_link.get("/preferences/by-link/<string(maxlength=64):token>")
@by_link.response(200, schemas.ByLinkSchema)
@raises(errors.LinkUnknown)
@public
def get_by_link(token: str) -> dict[str, Any]:
    """See what the member of a link chose; nothing else of them"""
    link = _opened(token)
    return _row(link, _member_of(link).preferences)


@by_link.put("/preferences/by-link/<string(maxlength=64):token>")
@by_link.arguments(schemas.ByLinkArguments)
@by_link.response(200, schemas.ByLinkSchema)
@raises(errors.LinkUnknown)
@public
def put_by_link(wish: dict[str, Any], token: str) -> dict[str, Any]:
    """Choose what is told over what, and a pause"""
    link = _opened(token)
    off = schemas.off_of(wish["off"])
    return _row(link, choose_by_link(link.member_id, off, wish["paused_until"], context().choices))


@by_link.get("/unsubscribe/<string(maxlength=64):token>")
@by_link.response(303)
@raises(errors.LinkUnknown)
@public
def get_unsubscribe(token: str) -> Any:
    """Lead to the page where one chooses; looking changes nothing"""
    _opened(token)
    return redirect(f"/preferences/{token}", code=303)


@by_link.post("/unsubscribe/<string(maxlength=64):token>")
@by_link.doc(requestBody=ONE_CLICK)
@by_link.response(200, {"type": "string"}, content_type=_TEXT)
@raises(errors.LinkUnknown)
@public
def post_unsubscribe(token: str) -> Response:
    """Leave what the link names with one click (RFC 8058); a link to the page leaves every e-mail"""
    if request.form.get(_FIELD) != _CLICKED:
        raise invalid({_FIELD: [f"Says {_FIELD}={_CLICKED}."]})
    link = _opened(token)
    language = _member_of(link).language
    leave(link.member_id, link.purpose, context().choices)
    return Response(DONE[language], content_type=f"{_TEXT}; charset=utf-8")


def _opened(token: str) -> Link:
    return context().links.open(token, utc_now())


def _member_of(link: Link) -> Contacts:
    try:
        return context().choices.of(link.member_id)
    except errors.MemberUnknown:
        raise errors.LinkUnknown from None


def _row(link: Link, chosen: Preferences) -> dict[str, Any]:
    return {
        "language": _member_of(link).language,
        "purpose": link.purpose,
        "off": schemas.off_rows(chosen),
        "paused_until": schemas.pause_left(chosen, utc_now()),
    }
