"""What members say of themselves."""

from marshmallow import fields, validate

from chassis.http import Id, Schema
from groups.domain.person import Declaration
from groups.entrypoints.schemas.groups import Choice


class HomeGroupSchema(Schema):
    """The caller's home group, or null."""

    group_id = Id(required=True, allow_none=True)


class DeclarationsSchema(Schema):
    """What the caller declares of themselves; an empty list withdraws everything."""

    declarations = fields.List(
        Choice(Declaration), required=True, validate=validate.Length(0, len(Declaration))
    )
