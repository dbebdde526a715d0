"""The finder of open meetings."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from chassis.http import DecimalNumber, Id, PageArguments, Schema, TrueOrFalse, UtcDateTime, WholeNumber
from groups.domain.group import Kind
from groups.domain.occurrence import HYBRID, IN_PERSON, ONLINE
from groups.entrypoints.schemas.places import TypeSchema

_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_LANGUAGE = r"^[a-z]{2,3}$"
_KINDS = [kind.value for kind in Kind if kind is not Kind.THERAPY]


def _shaped(pattern: str, error: str, **kwargs: Any) -> fields.String:
    check = validate.Regexp(re.compile(f"{pattern[:-1]}\\Z"), error=error)
    return fields.String(load_default=None, validate=check, metadata={"pattern": pattern, **kwargs})


class FinderQuerySchema(PageArguments):
    """What to look for; days and hours are those of each meeting's own clock."""

    now = TrueOrFalse(
        load_default=False, metadata={"description": "Running now, or starting in the next two hours."}
    )
    day = WholeNumber(
        load_default=None, validate=validate.Range(0, 6), metadata={"description": "Sunday = 0."}
    )
    earliest = _shaped(_CLOCK, "Give a time as HH:MM.", example="18:00")
    latest = _shaped(_CLOCK, "Give a time as HH:MM.", example="20:30")
    kind = fields.String(load_default=None, validate=validate.OneOf(_KINDS))
    language = _shaped(_LANGUAGE, "Give an ISO 639 code.", example="pa")
    mode = fields.String(load_default=None, validate=validate.OneOf([IN_PERSON, ONLINE, HYBRID]))
    online = TrueOrFalse(
        load_default=False, metadata={"description": "It can be joined from anywhere: online or hybrid."}
    )
    centre_id = Id(load_default=None)
    lat = DecimalNumber(load_default=None, validate=validate.Range(-90, 90))
    lng = DecimalNumber(load_default=None, validate=validate.Range(-180, 180))
    km = DecimalNumber(load_default=25.0, validate=validate.Range(0.1, 200))

    @validates_schema
    def _place_is_whole(self, data: dict[str, Any], **_: Any) -> None:
        if (data["lat"] is None) != (data["lng"] is None):
            raise ValidationError("Give lat and lng together.", "lat" if data["lat"] is None else "lng")


class FoundMeetingSchema(Schema):
    """One date of an open meeting."""

    id = Id(required=True)
    series_id = Id(required=True)
    centre_id = Id(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    types = fields.List(fields.Nested(TypeSchema), required=True)
    languages = fields.List(fields.String(), required=True)
    audience = fields.List(
        fields.String(), required=True, metadata={"description": "Whom it is for; empty: everybody."}
    )
    mode = fields.String(required=True, validate=validate.OneOf([IN_PERSON, ONLINE, HYBRID]))
    address = fields.String(required=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    approximate = fields.Boolean(required=True)
    distance_km = fields.Float(required=True, allow_none=True)
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    time_zone = fields.String(required=True)
    local_start = fields.String(
        required=True,
        metadata={"description": "RFC 3339, on the wall clock of the meeting.", "format": "date-time"},
    )
    seats_left = fields.Integer(required=True)


class FoundMeetingsPageSchema(Schema):
    """One page of open meetings, sorted by their start."""

    items = fields.List(fields.Nested(FoundMeetingSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "null on the last page."}
    )
