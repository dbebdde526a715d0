"""The consent notice, and what is said to it."""

from marshmallow import fields, validate

from alumni.domain.consent import Purpose
from alumni.domain.contact import Language
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime


class NoticeArguments(Schema):
    """In which language to read the notice."""

    language = fields.Enum(Language, by_value=True, load_default=Language.ENGLISH)


class NoticePurposeSchema(Schema):
    """What the notice says of one purpose."""

    purpose = fields.Enum(Purpose, by_value=True, required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    needed = TrueOrFalse(required=True, metadata={"description": "Nobody is a member without it."})
    asked_each_time = TrueOrFalse(
        required=True, metadata={"description": "Agreed to towards one recipient, and not when joining."}
    )


class NoticeSchema(Schema):
    """The consent notice, purpose by purpose."""

    version = fields.String(required=True)
    language = fields.Enum(Language, by_value=True, required=True)
    purposes = fields.List(fields.Nested(NoticePurposeSchema), required=True)


class GivingSchema(Schema):
    """The notice that was read before saying yes."""

    notice = fields.String(
        required=True, validate=validate.Length(1, 20), metadata={"description": "The version that was read."}
    )
    language = fields.Enum(Language, by_value=True, required=True)


class WithdrawingArguments(Schema):
    """From whom to take a consent back, where it was given to one recipient."""

    recipient = Id(load_default=None, metadata={"description": "One recipient; without it, all of them."})


class ActSchema(Schema):
    """What was said once."""

    given = TrueOrFalse(required=True)
    at = UtcDateTime(required=True)
    notice = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    expires_at = UtcDateTime(required=True, allow_none=True)


class ConsentSchema(Schema):
    """What a member says to one purpose, and said before; the latest acts, the last first."""

    id = Id(required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    recipient = fields.String(required=True, allow_none=True)
    given = TrueOrFalse(required=True)
    expires_at = UtcDateTime(required=True, allow_none=True)
    acts = fields.List(fields.Nested(ActSchema), required=True)
    acts_in_all = fields.Integer(required=True)


class ConsentPageSchema(Schema):
    """One page of what a member has said."""

    items = fields.List(fields.Nested(ConsentSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
