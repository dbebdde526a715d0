"""What partners say to each other, and are told."""

from marshmallow import fields

from alumni.domain.partnership import State
from alumni.entrypoints.schemas.identity import HandleText
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime


class ProposalSchema(Schema):
    """Whom to ask."""

    handle = HandleText(required=True, metadata={"example": "quiet-river-482"})


class ProposedSchema(Schema):
    """The other is asked, if they may be."""

    id = Id(required=True)


class PartnershipSchema(Schema):
    """A partner, or somebody who is to be one."""

    id = Id(required=True)
    handle = fields.String(required=True)
    state = fields.Enum(State, by_value=True, required=True)
    asked_by_me = TrueOrFalse(required=True)
    since = UtcDateTime(required=True)


class PartnershipPageSchema(Schema):
    """One page of partners."""

    items = fields.List(fields.Nested(PartnershipSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
