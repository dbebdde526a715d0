"""The channels that a member stopped."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import Schema
from notify.domain.contacts import Channel
from notify.entrypoints.schemas.messages import one_of


class StoppedSchema(Schema):
    """Over which channels the member is written to no more."""

    channels = fields.List(fields.String(validate=one_of(Channel)), required=True)
