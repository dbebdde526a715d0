"""What the API tells of templates."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.http import Schema
from notify.adapters.template_previews import VALUES
from notify.domain.contacts import Channel, Language
from notify.domain.segments import Encoding
from notify.domain.template import CATEGORIES
from notify.domain.variables import Kind

_NUMBER = validate.Range(min=0)


class PreviewArguments(Schema):
    """In which language to see a template."""

    language = fields.String(load_default="en", validate=validate.OneOf([each.value for each in Language]))


class VariableSchema(Schema):
    """What changes from message to message."""

    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([each.value for each in Kind]))


class TemplateSchema(Schema):
    """One template, as it is registered."""

    name = fields.String(required=True)
    version = fields.Integer(required=True, validate=validate.Range(min=1))
    category = fields.String(required=True, validate=validate.OneOf(sorted(CATEGORIES)))
    variables = fields.List(fields.Nested(VariableSchema), required=True)
    languages = fields.List(
        fields.String(validate=validate.OneOf([each.value for each in Language])), required=True
    )
    full = fields.Boolean(
        required=True, metadata={"description": "Whether it says more to who asked for it."}
    )


class TemplatesPageSchema(Schema):
    """One page of templates, by name."""

    items = fields.List(fields.Nested(TemplateSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null on the last page."}
    )


class PriceOfTemplateSchema(Schema):
    """What one message costs."""

    provider = fields.String(required=True)
    channel = fields.String(required=True, validate=validate.OneOf([each.value for each in Channel]))
    paise = fields.Integer(required=True, validate=_NUMBER)


class ShownWordingSchema(Schema):
    """One wording, with values in it."""

    wording = fields.String(required=True, validate=validate.OneOf(["discreet", "full"]))
    values = fields.String(required=True, validate=validate.OneOf(list(VALUES)))
    dlt_template_id = fields.String(required=True)
    registered_text = fields.String(required=True)
    sms = fields.String(required=True)
    encoding = fields.String(required=True, validate=validate.OneOf([each.value for each in Encoding]))
    segments = fields.Integer(required=True, validate=validate.Range(min=1))
    subject = fields.String(required=True)
    body = fields.String(required=True)
    costs = fields.List(fields.Nested(PriceOfTemplateSchema), required=True)


class TemplatePreviewSchema(TemplateSchema):
    """One template in one language."""

    language = fields.String(required=True, validate=validate.OneOf([each.value for each in Language]))
    header = fields.String(required=True, metadata={"description": "As whom a phone shows the text."})
    wordings = fields.List(fields.Nested(ShownWordingSchema), required=True)
