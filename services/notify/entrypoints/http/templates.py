"""What each template says and costs, for who writes to many or answers for the texts."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    identity,
    one_page,
    raises,
    requires,
)
from notify.adapters import template_previews
from notify.domain.contacts import Language
from notify.domain.errors import TemplateUnknown
from notify.domain.message import Template
from notify.entrypoints.schemas import templates as schemas

PROBLEMS: Mapping[type[Exception], Problem] = {
    TemplateUnknown: Problem(404, "template-unknown", "There is no such template."),
}

templates = Blueprint(
    "templates", __name__, url_prefix="/api/notify/templates", description="What messages say"
)


@templates.get("")
@templates.arguments(PageArguments, location="query")
@templates.response(200, schemas.TemplatesPageSchema)
@requires("coordinator", "network-administrator")
def get_templates(page: dict[str, Any]) -> dict[str, Any]:
    """List the templates by name"""
    size = page["page_size"]
    after = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else None
    return one_page(template_previews.templates_behind(after, size + 1), size, "name")


@templates.get("/<string(maxlength=64):name>/preview")
@templates.arguments(schemas.PreviewArguments, location="query")
@templates.response(200, schemas.TemplatePreviewSchema)
@raises(TemplateUnknown)
@requires("coordinator", "network-administrator")
def get_template_preview(asked: dict[str, Any], name: str) -> dict[str, Any]:
    """See one template in a language, with ordinary and with the longest values

    The header of the caller's centre, the text as it leaves, how it goes on the air, in how many segments,
    and what that costs.
    """
    if name not in set(Template):
        raise TemplateUnknown(name)
    return template_previews.preview(Template(name), Language(asked["language"]), identity().centre_id)
