"""What is said to win back an account, and about those who want to."""

from marshmallow import fields

from alumni.domain.contact import Channel
from alumni.domain.recovery import RecoveryState
from alumni.entrypoints.schemas.identity import HandleText, VerificationSchema
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime


class AskingSchema(VerificationSchema):
    """The code that came to the new contact, who one is, and where one's home centre is."""

    handle = HandleText(required=True, metadata={"example": "quiet-river-482"})
    centre_id = Id(required=True)


class AskedSchema(Schema):
    """The centre is asked, if what was said is right."""

    expires_at = UtcDateTime(required=True)


class ApprovalSchema(Schema):
    """The word of one person who knows who asks."""

    in_person = TrueOrFalse(
        required=True, metadata={"description": "Seen in person; if both say so, nothing waits."}
    )


class RecoverySchema(Schema):
    """Somebody who wants to be reached by a new contact."""

    id = Id(required=True)
    handle = fields.String(required=True)
    centre_id = Id(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    state = fields.Enum(RecoveryState, by_value=True, required=True)
    approvals = fields.Integer(required=True)
    asked_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)


class RecoveryPageSchema(Schema):
    """One page of those who want their account back."""

    items = fields.List(fields.Nested(RecoverySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
