"""What is said of a centre, asked about it, and shown of it."""

import re
from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from alumni.domain.centre_details import Category, Details, Licence, Position
from alumni.domain.centre_state import AGREEMENT, Cause, CentreState
from alumni.domain.contact import Language
from alumni.domain.reach import LONGEST_PROMISE_HOURS, SHORTEST_PROMISE_HOURS
from alumni.handlers.centre_applications import Application
from chassis.http import DecimalNumber, Id, LocalDate, Schema, UtcDateTime, WholeNumber

LONGEST_WORDS = 2_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Line(fields.String):
    """One line of text, without what is around it; never empty."""

    def __init__(self, longest: int = 200, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.metadata = {"minLength": 1, "maxLength": longest, **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) > self.longest:
            raise ValidationError(f"Longer than {self.longest} characters.")
        if not text.strip() or _CONTROL.search(text):
            raise ValidationError("Give one line of text.")
        return text.strip()


class Words(fields.String):
    """Some sentences; never empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(1, LONGEST_WORDS), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.strip():
            raise ValidationError("Say something.")
        return text


class LicenceSchema(Schema):
    """A licence: its number, and its last day."""

    number = Line(60, required=True)
    expires_on = LocalDate(required=True)

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> Licence:
        return Licence(**data)


class CentreApplicationSchema(Schema):
    """What an applicant says of a centre."""

    name = Line(required=True, metadata={"example": "Nava Savera Kendra"})
    city = Line(required=True)
    district = Line(required=True)
    region = Line(required=True, metadata={"description": "The state or union territory."})
    latitude = DecimalNumber(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    longitude = DecimalNumber(load_default=None, allow_none=True, validate=validate.Range(-180, 180))
    category = fields.Enum(Category, by_value=True, required=True)
    licence = fields.Nested(LicenceSchema, required=True)
    owner = Line(required=True, metadata={"description": "The body that runs it."})
    responsible_person = Line(required=True)
    promise_hours = WholeNumber(
        load_default=24,
        validate=validate.Range(SHORTEST_PROMISE_HOURS, LONGEST_PROMISE_HOURS),
        metadata={"description": "In which the centre answers a member who asks for help."},
    )

    @validates_schema(skip_on_field_errors=True)
    def _place_is_whole(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if (data["latitude"] is None) != (data["longitude"] is None):
            raise ValidationError(
                "Give both or none.", "latitude" if data["latitude"] is None else "longitude"
            )

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> Application:
        latitude, longitude = data.pop("latitude"), data.pop("longitude")
        position = None if latitude is None else Position(latitude=latitude, longitude=longitude)
        promise = timedelta(hours=data.pop("promise_hours"))
        said = {name: data.pop(name) for name in ("name", "city", "licence")}
        return Application(**said, details=Details(**data, position=position, promise=promise))


class QuestionSchema(Schema):
    """What the network asked, and the answer."""

    id = Id(required=True)
    text = fields.String(required=True)
    asked_at = UtcDateTime(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = UtcDateTime(required=True, allow_none=True)


class DocumentArguments(Schema):
    """What the file is called where it comes from; paths and controls in it are left out."""

    name = fields.String(required=True, validate=validate.Length(1, 255), metadata={"example": "licence.pdf"})


class DocumentSchema(Schema):
    """A file that shows what a centre says."""

    id = Id(required=True)
    name = fields.String(required=True)
    content_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "In bytes."})
    sha256 = fields.String(required=True)
    added_at = UtcDateTime(required=True)


class LicenceShownSchema(Schema):
    """A licence as it is on record."""

    number = fields.String(required=True)
    expires_on = LocalDate(required=True)


class CentreSchema(Schema):
    """A centre, for its applicant, its coordinators and the network; what nobody said is null."""

    id = Id(required=True)
    state = fields.Enum(CentreState, by_value=True, required=True)
    name = fields.String(required=True)
    city = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    region = fields.String(required=True, allow_none=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    category = fields.String(required=True, allow_none=True)
    owner = fields.String(required=True, allow_none=True)
    responsible_person = fields.String(required=True, allow_none=True)
    promise_hours = fields.Integer(required=True)
    licence = fields.Nested(LicenceShownSchema, required=True, allow_none=True)
    renewal = fields.Nested(LicenceShownSchema, required=True, allow_none=True)
    applied_at = UtcDateTime(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    cause = fields.Enum(Cause, by_value=True, required=True, allow_none=True)
    agreement = fields.String(
        required=True, allow_none=True, metadata={"description": "The version that was accepted."}
    )
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    documents = fields.List(fields.Nested(DocumentSchema), required=True)


class CentrePageSchema(Schema):
    """One page of the caller's applications."""

    items = fields.List(fields.Nested(CentreSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class AnswerSchema(Schema):
    """An answer to one question."""

    answer = Words(required=True)


class AcceptanceSchema(Schema):
    """The version of the agreement that was read."""

    version = fields.String(required=True, validate=validate.Length(1, 20), metadata={"example": AGREEMENT})


class AgreementArguments(Schema):
    """In which language to read."""

    language = fields.Enum(Language, by_value=True, load_default=Language.ENGLISH)


class AgreementSchema(Schema):
    """The agreement of now, in one language."""

    version = fields.String(required=True)
    language = fields.Enum(Language, by_value=True, required=True)
    text = fields.String(required=True)


class CoordinatorSchema(Schema):
    """Somebody who coordinates the centre."""

    member_id = Id(required=True)
    handle = fields.String(required=True)


class CoordinatorsSchema(Schema):
    """All who coordinate the centre."""

    items = fields.List(fields.Nested(CoordinatorSchema), required=True)


class CoordinatorCodeSchema(Schema):
    """A code just made: the only answer that holds it."""

    id = Id(required=True)
    code = fields.String(required=True, metadata={"example": "4K7QD-9X2MP"})
    expires_at = UtcDateTime(required=True)


class LeavingSchema(Schema):
    """The centre's own name, to confirm."""

    name = Line(required=True)
