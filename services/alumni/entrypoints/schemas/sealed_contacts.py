"""What notify is answered."""

from marshmallow import fields

from alumni.domain.contact import Channel
from chassis.http import Schema


class SealedContactSchema(Schema):
    """A contact that only notify's private key opens."""

    channel = fields.Enum(Channel, by_value=True, required=True)
    sealed = fields.String(required=True, metadata={"description": "Base64 of a libsodium sealed box."})


class SealedContactsSchema(Schema):
    """Every contact of a member, one a channel."""

    contacts = fields.List(fields.Nested(SealedContactSchema), required=True)
