"""Meeting series, as they are described, changed and shown."""

from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from chassis.http import (
    DecimalNumber,
    Id,
    LocalDate,
    LocalDateTime,
    PageArguments,
    Schema,
    TimeOfDay,
    TrueOrFalse,
    UtcDateTime,
    WholeNumber,
)
from groups.domain.feeds.fields import is_time_zone
from groups.domain.group import Audience, Kind
from groups.domain.occurrence import HYBRID, IN_PERSON, MAX_CAPACITY, ONLINE
from groups.domain.recurrence import MAX_LENGTH
from groups.entrypoints.schemas.groups import Choice, WrittenText

LONGEST_SPAN = timedelta(days=100)
_LOCAL = {"description": "On the wall clock of the meeting's time zone."}


class Minutes(fields.Field[timedelta]):
    """A duration: whole minutes outside."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._number = WholeNumber(strict=True, validate=validate.Range(least, most))
        self.metadata = {"type": "integer", "minimum": least, "maximum": most, **self.metadata}

    def _serialize(self, value: timedelta | None, attr: str | None, obj: Any, **kwargs: Any) -> int | None:
        return None if value is None else value // timedelta(minutes=1)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> timedelta:
        return timedelta(minutes=self._number.deserialize(value, attr, data))


def _time_zone(value: str) -> None:
    if not is_time_zone(value):
        raise ValidationError("Not a time zone of the IANA database.")


def _web_address(value: str) -> None:
    if not value.lower().startswith(("https://", "http://")):
        raise ValidationError("An address begins with https:// or http://.")


class WaysToJoinSchema(Schema):
    """How to join from elsewhere; shown to who leads the meeting, and to the registered when it is time."""

    conference_url = fields.String(validate=[validate.Length(1, 500), _web_address])
    conference_url_notes = WrittenText(longest=500)
    conference_phone = WrittenText(longest=64)
    conference_phone_notes = WrittenText(longest=500)


class _Where(Schema):
    """Where people meet, and how many may come."""

    address = WrittenText(longest=500, empty=True)
    latitude = DecimalNumber(validate=validate.Range(-90, 90), allow_none=True)
    longitude = DecimalNumber(validate=validate.Range(-180, 180), allow_none=True)
    approximate = TrueOrFalse()
    joining = fields.Nested(WaysToJoinSchema)
    capacity = WholeNumber(validate=validate.Range(1, MAX_CAPACITY))
    standing_capacity = WholeNumber(validate=validate.Range(0, MAX_CAPACITY), allow_none=True)

    @post_load
    def tell_whether_online(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Who can be joined from elsewhere is online."""
        return data | {"online": bool(data["joining"])} if "joining" in data else data


class FollowingSchema(_Where):
    """What may change from a date on; what is not named stays."""

    name = WrittenText(longest=255)
    rule = fields.String(
        validate=validate.Length(1, MAX_LENGTH),
        metadata={"description": "RFC 5545, section 3.3.10.", "example": "FREQ=MONTHLY;BYDAY=1SA,3SA"},
    )
    time = TimeOfDay(metadata={**_LOCAL, "example": "18:00"})
    duration = Minutes(5, 24 * 60, data_key="duration_minutes")
    closes_minutes = WholeNumber(
        validate=validate.Range(0, 7 * 24 * 60),
        metadata={"description": "Before the start; then no place is given any more."},
    )
    answer_minutes = WholeNumber(validate=validate.Range(15, 7 * 24 * 60))
    languages = fields.List(
        fields.String(validate=validate.Regexp(r"[a-z]{2,3}\Z"), metadata={"example": "pa"}),
        validate=validate.Length(0, 10),
    )

    @post_load
    def freeze_lists(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Give lists as the domain has them."""
        return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


class SeriesChangesSchema(FollowingSchema):
    """What changes on all dates; what is not named stays."""

    starts_on = LocalDate(metadata={"description": "From when on the rule counts."})
    time_zone = fields.String(validate=[validate.Length(1, 64), _time_zone])
    public = TrueOrFalse()
    kind = Choice(Kind)
    requires = fields.List(
        fields.Enum(Audience, by_value=True), validate=validate.Length(0, 1), metadata={"example": []}
    )

    @post_load
    def name_requirements(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Ask nothing of everyone."""
        if "kind" in data:
            data["kind"] = data["kind"].value
        if "requires" in data:
            data["requires"] = tuple(each.value for each in data["requires"] if each is not Audience.EVERYONE)
        return data


class NewSeriesSchema(SeriesChangesSchema):
    """A series that is to be; one of a group takes from it its kind and whom it is for."""

    group_id = Id(load_default=None, allow_none=True)
    name = WrittenText(longest=255, required=True)
    rule = fields.String(
        required=True,
        validate=validate.Length(1, MAX_LENGTH),
        metadata={"description": "RFC 5545, section 3.3.10.", "example": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"},
    )
    starts_on = LocalDate(required=True, metadata={"description": "From when on the rule counts."})
    time = TimeOfDay(required=True, metadata={**_LOCAL, "example": "18:00"})
    duration = Minutes(5, 24 * 60, required=True, data_key="duration_minutes")
    time_zone = fields.String(required=True, validate=[validate.Length(1, 64), _time_zone])


class FollowingChangesSchema(FollowingSchema):
    """A date of the series, and what changes on it and on all that follow."""

    since = LocalDate(required=True, data_key="from", metadata={"description": "As the series gives it."})


class DateChangeSchema(Schema):
    """What is different on one date, named as the series gives it; it replaces an earlier change of it."""

    original_date = LocalDate(required=True)
    cancelled = TrueOrFalse(load_default=False)
    extra = TrueOrFalse(load_default=False, metadata={"description": "The rule gives no such date."})
    starts_at = LocalDateTime(data_key="starts_at_local", metadata=_LOCAL)
    duration = Minutes(5, 24 * 60, data_key="duration_minutes")
    address = WrittenText(longest=500)
    capacity = WholeNumber(validate=validate.Range(1, MAX_CAPACITY))
    joining = fields.Nested(WaysToJoinSchema)


class SuspensionSchema(Schema):
    """How long a series pauses."""

    resumes_on = LocalDate(
        load_default=None, allow_none=True, metadata={"description": "null: until it is resumed."}
    )


class EndSchema(Schema):
    """When a series ends."""

    ends_on = LocalDate(
        load_default=None,
        allow_none=True,
        metadata={"description": "The first day on which it does not meet; null: today."},
    )


class SegmentSchema(Schema):
    """From when on something is different."""

    since = LocalDate(required=True, data_key="from")
    values = fields.Nested(FollowingSchema, required=True)


class SeriesSchema(Schema):
    """A series as who leads it sees it."""

    id = Id(required=True)
    centre_id = Id(required=True)
    group_id = Id(required=True, allow_none=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    rule = fields.String(required=True)
    starts_on = LocalDate(required=True)
    time = TimeOfDay(required=True)
    duration = Minutes(5, 24 * 60, required=True, data_key="duration_minutes")
    time_zone = fields.String(required=True)
    mode = fields.String(required=True, validate=validate.OneOf([IN_PERSON, ONLINE, HYBRID]))
    address = fields.String(required=True)
    latitude = DecimalNumber(required=True, allow_none=True)
    longitude = DecimalNumber(required=True, allow_none=True)
    approximate = TrueOrFalse(required=True)
    joining = fields.Dict(fields.String(), fields.String(), required=True)
    capacity = fields.Integer(required=True)
    standing_capacity = fields.Integer(required=True, allow_none=True)
    closes_minutes = fields.Integer(required=True)
    answer_minutes = fields.Integer(required=True)
    languages = fields.List(fields.String(), required=True)
    public = TrueOrFalse(required=True)
    requires = fields.List(fields.String(), required=True)
    suspended = TrueOrFalse(required=True)
    resumes_on = LocalDate(required=True, allow_none=True)
    ends_on = LocalDate(required=True, allow_none=True)
    segments = fields.List(fields.Nested(SegmentSchema), required=True)


class ClashSchema(Schema):
    """A date of another meeting of the centre that needs the same room at the same time."""

    occurrence_id = Id(required=True, metadata={"description": "Of this series."})
    starts_at = UtcDateTime(required=True)
    other_series_id = Id(required=True, allow_none=True, metadata={"description": "null: not public."})
    other_starts_at = UtcDateTime(required=True)
    other_ends_at = UtcDateTime(required=True)


class SeriesAnswerSchema(SeriesSchema):
    """A series that was made or changed."""

    told = fields.Integer(
        required=True, metadata={"description": "Of how many dates those who hold a place are told."}
    )
    clashes = fields.List(
        fields.Nested(ClashSchema), required=True, metadata={"description": "The next of them; at most 50."}
    )


class SeriesQuerySchema(PageArguments):
    """Which series: those of a group that the caller leads, else those of their own centre."""

    group_id = Id(load_default=None)


class SeriesPageSchema(Schema):
    """One page of series, sorted by id."""

    items = fields.List(fields.Nested(SeriesSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "null on the last page."}
    )


class DatesQuerySchema(Schema):
    """Which dates: by default those of the next eight weeks, at most those of 100 days."""

    since = LocalDate(data_key="from", load_default=None)
    until = LocalDate(data_key="to", load_default=None)


class SeriesDateSchema(Schema):
    """One date of a series."""

    original_date = LocalDate(required=True)
    occurrence_id = Id(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(["regular", "changed", "extra", "cancelled", "suspended"])
    )
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    local_start = fields.String(required=True, metadata={"format": "date-time"})
    mode = fields.String(required=True)
    address = fields.String(required=True)
    capacity = fields.Integer(required=True)


class SeriesDatesSchema(Schema):
    """The dates of a series in a span of days."""

    items = fields.List(fields.Nested(SeriesDateSchema), required=True)
