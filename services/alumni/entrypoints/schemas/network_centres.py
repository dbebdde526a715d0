"""What the network, which verifies centres, says and is shown."""

from marshmallow import fields, validate

from alumni.domain.centre_details import Check
from alumni.domain.centre_state import Cause, CentreState
from alumni.entrypoints.schemas.centres import CentreSchema, Words
from chassis.http import Id, LocalDate, PageArguments, Schema, UtcDateTime


class NetworkArguments(PageArguments):
    """Which centres to list."""

    state = fields.Enum(CentreState, by_value=True, load_default=CentreState.APPLIED)


class VerifiedCentreSchema(CentreSchema):
    """A centre, for the network, which verifies it."""

    checked = fields.List(fields.Enum(Check, by_value=True), required=True)
    checklist = fields.List(
        fields.Enum(Check, by_value=True), required=True, metadata={"description": "All that is to be seen."}
    )
    centres_of_owner = fields.Integer(required=True)
    owner_flagged = fields.Boolean(
        required=True, metadata={"description": "The owner has more than five centres in the network."}
    )


class ListedCentreSchema(Schema):
    """A centre in the network's list."""

    id = Id(required=True)
    name = fields.String(required=True)
    city = fields.String(required=True)
    state = fields.Enum(CentreState, by_value=True, required=True)
    owner = fields.String(required=True, allow_none=True)
    applied_at = UtcDateTime(required=True, allow_none=True)
    licence_expires_on = LocalDate(required=True, allow_none=True)
    renewal_waits = fields.Boolean(required=True)
    owner_flagged = fields.Boolean(required=True)


class ListedPageSchema(Schema):
    """One page of the network's list."""

    items = fields.List(fields.Nested(ListedCentreSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class QuestioningSchema(Schema):
    """What to ask the applicant."""

    text = Words(required=True)


class ReasonSchema(Schema):
    """Why; those of the centre read it."""

    reason = Words(required=True)


class SuspensionSchema(ReasonSchema):
    """Why a centre takes no part for a while."""

    cause = fields.Enum(Cause, by_value=True, load_default=Cause.COMPLAINT)


class ChecklistSchema(Schema):
    """Which items have been seen; the others have not."""

    items = fields.List(fields.Enum(Check, by_value=True), required=True, validate=validate.Length(max=20))
