"""What is said by and about mentees, pairs and their contacts."""

from typing import Any

from marshmallow import fields, post_load, validate

from alumni.domain.contact import Language
from alumni.domain.matching import BEST_SCORE, Because, CentreWish, Wish
from alumni.domain.member import Gender
from alumni.domain.mentor import Hours, Topic
from alumni.domain.pair import LONGEST_CONTACT, LONGEST_GOAL, MOST_GOALS, How, PairState, Went
from alumni.entrypoints.schemas.mentors import several
from chassis.http import Id, PageArguments, Schema, UtcDateTime, WholeNumber


class WishSchema(Schema):
    """What a mentee wishes for."""

    languages = several(Language, required=True)
    topics = several(Topic, required=True)
    hours = several(Hours, required=True)
    mentor_gender = fields.Enum(
        Gender,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "Without one: anybody."},
    )
    centre = fields.Enum(CentreWish, by_value=True, load_default=CentreWish.ANY)

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> Wish:
        sets = {name: frozenset(data.pop(name)) for name in ("languages", "topics", "hours")}
        wished: dict[str, Any] = {**data, **sets}
        return Wish(**wished)


class MatchReasonSchema(Schema):
    """One part of a score."""

    code = fields.Enum(Because, by_value=True, required=True)
    values = fields.List(fields.String(), required=True)
    points = fields.Integer(required=True)


class SuggestionSchema(Schema):
    """A mentor who fits, and why."""

    mentor_id = Id(required=True)
    handle = fields.String(required=True)
    words = fields.String(required=True, allow_none=True)
    score = fields.Integer(required=True, metadata={"description": f"0 to {BEST_SCORE}."})
    reasons = fields.List(fields.Nested(MatchReasonSchema), required=True)


class SuggestionsSchema(Schema):
    """The mentors who fit best, the best first."""

    items = fields.List(fields.Nested(SuggestionSchema), required=True)


class AskingMentorSchema(Schema):
    """Whom to ask."""

    mentor_id = Id(required=True)


class GoalsSchema(Schema):
    """What two want to reach."""

    goals = fields.List(
        fields.String(validate=validate.Length(1, LONGEST_GOAL)),
        required=True,
        validate=validate.Length(max=MOST_GOALS),
    )


class ContactLogSchema(Schema):
    """That two were in contact; nothing of what was said."""

    how = fields.Enum(How, by_value=True, required=True)
    minutes = WholeNumber(required=True, validate=validate.Range(1, LONGEST_CONTACT))
    went = fields.Enum(Went, by_value=True, required=True)
    at = UtcDateTime(load_default=None, metadata={"description": "Now, unless it was earlier."})


class LoggedContactSchema(Schema):
    """A contact that was logged."""

    id = Id(required=True)
    at = UtcDateTime(required=True)
    how = fields.Enum(How, by_value=True, required=True)
    minutes = fields.Integer(required=True)
    went = fields.Enum(Went, by_value=True, required=True)
    mine = fields.Boolean(required=True, metadata={"description": "Logged by the caller."})


class PairSchema(Schema):
    """A pair, for either of the two."""

    id = Id(required=True)
    state = fields.Enum(PairState, by_value=True, required=True)
    i_am = fields.String(required=True, validate=validate.OneOf(["mentor", "mentee"]))
    other_id = Id(required=True, allow_none=True)
    handle = fields.String(required=True, metadata={"description": "Of the other; empty once gone."})
    answered = fields.Boolean(required=True, metadata={"description": "The caller has said yes."})
    answer_by = UtcDateTime(required=True)
    started_at = UtcDateTime(required=True, allow_none=True)
    ends_at = UtcDateTime(required=True, allow_none=True)
    renewing = fields.Boolean(required=True, metadata={"description": "One of the two wants to go on."})
    quiet = fields.Boolean(required=True)
    goals = fields.List(fields.String(), required=True)
    contact_count = fields.Integer(required=True)
    last_contact_at = UtcDateTime(required=True, allow_none=True)
    contacts = fields.List(
        fields.Nested(LoggedContactSchema), required=True, metadata={"description": "The latest first."}
    )


class PairPageSchema(Schema):
    """One page of the caller's pairs."""

    items = fields.List(fields.Nested(PairSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PairListArguments(PageArguments):
    """Which of the caller's pairs to list."""

    state = fields.Enum(PairState, by_value=True, load_default=None)
