"""What is said of stories to readers and reviewers, and by them."""

from marshmallow import ValidationError, fields, validate

from alumni.domain.contact import Language
from alumni.domain.masking import MaskKind
from alumni.domain.story import LONGEST_NOTE, MOST_PICKS
from alumni.domain.story_terms import Kind, Topic
from alumni.entrypoints.schemas.story import PARTS, AboutSchema, PlaceSchema, PlainText
from chassis.http import Id, PageArguments, Schema, TrueOrFalse, UtcDateTime


def _each_once(ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        raise ValidationError("Names one twice.")


class LiftingSchema(PlaceSchema):
    """Whether a reviewer agrees that a contested mask is not needed."""

    lifted = TrueOrFalse(required=True)


class NoteSchema(Schema):
    """What should be otherwise, for the author."""

    note = PlainText(LONGEST_NOTE, required=True)


class StoryArguments(PageArguments):
    """Which stories are wanted."""

    topic = fields.Enum(Topic, by_value=True)
    language = fields.Enum(Language, by_value=True)
    kind = fields.Enum(Kind, by_value=True)


class ContestedSchema(Schema):
    """A mask of which the author says that it hides nothing of anybody."""

    part = fields.String(required=True, validate=validate.OneOf(PARTS))
    place = fields.Integer(required=True)
    kind = fields.Enum(MaskKind, by_value=True, required=True)
    lifted = fields.Boolean(required=True)


class ReviewSchema(AboutSchema):
    """A story to review; who wrote it is not said."""

    text = fields.String(required=True)
    contested = fields.List(fields.Nested(ContestedSchema), required=True)
    submitted_at = UtcDateTime(required=True)
    taken_until = UtcDateTime(required=True, allow_none=True)


class ReviewPageSchema(Schema):
    """One page of stories to review, the oldest first."""

    items = fields.List(fields.Nested(ReviewSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ListedStorySchema(AboutSchema):
    """A story, for readers, in a list."""

    published_at = UtcDateTime(required=True)
    helped = fields.Integer(required=True, metadata={"description": "How many said that it did."})


class LanguageSchema(Schema):
    """A language in which the reader finds a story, and where."""

    language = fields.String(required=True)
    story_id = Id(required=True)


class StorySchema(ListedStorySchema):
    """A story, for readers."""

    text = fields.String(required=True)
    languages = fields.List(fields.Nested(LanguageSchema), required=True)


class TranslationSchema(AboutSchema):
    """Somebody's translation of a story, for who wrote that."""

    text = fields.String(required=True)
    agreed = fields.Boolean(required=True)


class TranslationsSchema(Schema):
    """The translations of a story."""

    items = fields.List(fields.Nested(TranslationSchema), required=True)


class PicksSchema(Schema):
    """What is recommended about a topic, in order; none: nothing any more."""

    story_ids = fields.List(
        Id(),
        required=True,
        validate=[validate.Length(1, MOST_PICKS), _each_once],
        metadata={"uniqueItems": True},
    )


class StoryPageSchema(Schema):
    """One page of stories, the latest first; before the first one of a topic, what is recommended."""

    picks = fields.List(fields.Nested(ListedStorySchema), required=True)
    items = fields.List(fields.Nested(ListedStorySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
