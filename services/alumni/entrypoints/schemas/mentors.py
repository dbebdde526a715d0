"""What is said by and about mentors, and about blocks."""

from typing import Any

from marshmallow import fields, post_load, validate

from alumni.domain.contact import Language
from alumni.domain.member import Gender
from alumni.domain.mentor import (
    LARGEST_CAPACITY,
    LONGEST_TRAINING,
    LONGEST_WORDS,
    USUAL_CAPACITY,
    Hours,
    MentorState,
    Offering,
    Topic,
    Training,
)
from chassis.http import Id, LocalDate, PageArguments, Schema, TrueOrFalse, UtcDateTime, WholeNumber


def several(words: Any, **kwargs: Any) -> fields.List[Any]:
    """Make a field for some words of a list, each counted once."""
    return fields.List(fields.Enum(words, by_value=True), validate=validate.Length(1, len(words)), **kwargs)


class OfferingSchema(Schema):
    """What a mentor can give, and to whom."""

    languages = several(Language, required=True)
    topics = several(Topic, required=True)
    hours = several(Hours, required=True)
    capacity = WholeNumber(load_default=USUAL_CAPACITY, validate=validate.Range(1, LARGEST_CAPACITY))
    words = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, LONGEST_WORDS))
    mentee_gender = fields.Enum(
        Gender,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "Without one: anybody."},
    )

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        sets = {name: frozenset(data.pop(name)) for name in ("languages", "topics", "hours")}
        rest = {name: data.pop(name) for name in ("capacity", "words", "mentee_gender")}
        offered: dict[str, Any] = {**sets, **rest}
        return {**data, "offering": Offering(**offered)}


class TrainingSchema(Schema):
    """The training that is on record."""

    course = fields.String(required=True, validate=validate.Length(1, LONGEST_TRAINING))
    finished_on = LocalDate(required=True)


class MentorApplicationSchema(OfferingSchema):
    """What somebody says who wants to be a mentor."""

    training = fields.Nested(TrainingSchema, required=True)

    @post_load
    def _with_training(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "training": Training(**data["training"])}


class PauseSchema(Schema):
    """Whether to take nobody new for a while."""

    paused = TrueOrFalse(required=True)


class MentorSchema(Schema):
    """A mentor, for themselves."""

    member_id = Id(required=True)
    state = fields.Enum(MentorState, by_value=True, required=True)
    paused = fields.Boolean(required=True)
    centre_id = Id(required=True)
    training = fields.Nested(TrainingSchema, required=True)
    languages = fields.List(fields.Enum(Language, by_value=True), required=True)
    topics = fields.List(fields.Enum(Topic, by_value=True), required=True)
    hours = fields.List(fields.Enum(Hours, by_value=True), required=True)
    capacity = fields.Integer(required=True)
    words = fields.String(required=True, allow_none=True)
    mentee_gender = fields.Enum(Gender, by_value=True, required=True, allow_none=True)
    walks_with = fields.Integer(required=True, metadata={"description": "Places that are taken."})
    applied_at = UtcDateTime(required=True)


class CentreMentorSchema(MentorSchema):
    """A mentor, for the centre that decides."""

    handle = fields.String(required=True)


class CentreMentorPageSchema(Schema):
    """One page of a centre's mentors."""

    items = fields.List(fields.Nested(CentreMentorSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MentorListArguments(PageArguments):
    """Which mentors to list."""

    state = fields.Enum(MentorState, by_value=True, load_default=MentorState.APPLIED)


class BlockSchema(Schema):
    """Somebody whom the member has blocked."""

    member_id = Id(required=True)
    handle = fields.String(required=True, metadata={"description": "Empty for somebody who has left."})
    at = UtcDateTime(required=True)


class BlockPageSchema(Schema):
    """One page of those whom the member has blocked."""

    items = fields.List(fields.Nested(BlockSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
