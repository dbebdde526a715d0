"""The public directory of centres."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis.http import Id, PageArguments, Schema

_NUMBER = r"-?[0-9]{1,3}(\.[0-9]{1,8})?"
_NEAR = f"^{_NUMBER},{_NUMBER}$"


class Near(fields.String):
    """A place as "latitude,longitude", in degrees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.metadata = {"pattern": _NEAR, "example": "30.901,75.857", **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) > 32 or re.fullmatch(_NEAR[1:-1], text, re.ASCII) is None:
            raise ValidationError("Give latitude,longitude in degrees.")
        latitude, longitude = map(float, text.split(","))
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise ValidationError("Not a place on earth.")
        return latitude, longitude


class DirectoryArguments(PageArguments):
    """What to look for."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={
            "description": "Words of the name, city, district or state; all of them have to stand there."
        },
    )
    near = Near(load_default=None, metadata={"description": "The nearest first; without it, by name."})


class ActiveCentreSchema(Schema):
    """An active centre, for everybody; what the network was not told is null."""

    id = Id(required=True)
    name = fields.String(required=True)
    city = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    region = fields.String(
        required=True, allow_none=True, metadata={"description": "The state or union territory."}
    )
    category = fields.String(required=True, allow_none=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    promise_hours = fields.Integer(
        required=True, metadata={"description": "In which it answers a member who asks for help."}
    )
    distance_km = fields.Float(required=True, allow_none=True)


class DirectoryPageSchema(Schema):
    """One page of active centres."""

    items = fields.List(fields.Nested(ActiveCentreSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
