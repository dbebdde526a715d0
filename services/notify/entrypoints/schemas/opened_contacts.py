"""What is shown of contacts that two persons opened."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import Schema
from notify.domain.contacts import Channel
from notify.entrypoints.schemas.messages import one_of


class OpenedContactSchema(Schema):
    """One contact, in plain sight."""

    channel = fields.String(required=True, validate=one_of(Channel))
    contact = fields.String(required=True)


class OpenedContactsSchema(Schema):
    """What two persons opened; shown once."""

    contacts = fields.List(fields.Nested(OpenedContactSchema), required=True)
