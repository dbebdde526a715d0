"""What is said in, of and about stories."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from alumni.domain.consent import NOTICE
from alumni.domain.contact import Language
from alumni.domain.masking import MaskKind, Reason
from alumni.domain.story import LONGEST_TEXT, LONGEST_TITLE, MOST_TOPICS
from alumni.domain.story_terms import Audience, Kind, State, Topic
from alumni.domain.text import Unwritable, clean
from alumni.entrypoints.schemas.help import HelpSchema
from chassis.http import Id, Schema, UtcDateTime, WholeNumber

PARTS = ("title", "text")


class PlainText(fields.String):
    """A text without characters that deceive, as it is stored."""

    def __init__(self, longest: int, *, lines: bool = True, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(1, longest), **kwargs)
        self._lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return clean(text, lines=self._lines)
        except Unwritable as error:
            raise ValidationError(str(error)) from error


class Topics(fields.List[Topic]):
    """What a story is about, each topic once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            fields.Enum(Topic, by_value=True), validate=validate.Length(1, MOST_TOPICS), **kwargs
        )

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Leave out what is said twice; how many may be sent counts every one of them."""
        sent = super().deserialize(value, *args, **kwargs)
        return tuple(dict.fromkeys(sent)) if isinstance(sent, list) else sent


class ChangesSchema(Schema):
    """What an author writes anew; what is left out stays."""

    kind = fields.Enum(Kind, by_value=True)
    topics = Topics()
    language = fields.Enum(Language, by_value=True)
    title = PlainText(LONGEST_TITLE, lines=False)
    text = PlainText(LONGEST_TEXT)

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "language": data["language"].value} if "language" in data else data


class WritingSchema(ChangesSchema):
    """A story as its author begins it."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    topics = Topics(required=True)
    language = fields.Enum(Language, by_value=True, required=True)
    title = PlainText(LONGEST_TITLE, lines=False, required=True)
    text = PlainText(LONGEST_TEXT, required=True)
    original_id = Id(metadata={"description": "Of which it is a translation."})


class PublishingSchema(Schema):
    """Whom the author says yes to, until when, having read which notice."""

    audience = fields.Enum(Audience, by_value=True, required=True)
    expires_at = UtcDateTime(load_default=None, metadata={"description": "Without it, until taken back."})
    notice = fields.String(
        required=True, validate=validate.Length(1, 20), metadata={"description": f"Now: `{NOTICE}`."}
    )


class MaskingSchema(Schema):
    """A stretch that the author masks besides, in Unicode code points."""

    part = fields.String(required=True, validate=validate.OneOf(PARTS))
    start = WholeNumber(required=True, validate=validate.Range(0, LONGEST_TEXT))
    stop = WholeNumber(required=True, validate=validate.Range(1, LONGEST_TEXT))
    kind = fields.Enum(MaskKind, by_value=True, required=True)


class PlaceSchema(Schema):
    """One mask: of the title or the text, counted from 0."""

    part = fields.String(required=True, validate=validate.OneOf(PARTS))
    place = WholeNumber(required=True, validate=validate.Range(0, LONGEST_TEXT))


class MaskSchema(Schema):
    """What others do not see of a story, and why."""

    part = fields.String(required=True, validate=validate.OneOf(PARTS))
    place = fields.Integer(required=True)
    start = fields.Integer(required=True)
    stop = fields.Integer(required=True)
    kind = fields.Enum(MaskKind, by_value=True, required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)
    shown = fields.String(required=True, metadata={"description": "What stands in its place."})
    contested = fields.Boolean(required=True)
    lifted = fields.Boolean(required=True)


class AboutSchema(Schema):
    """What everybody who sees a story sees of it."""

    id = Id(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    topics = fields.List(fields.Enum(Topic, by_value=True), required=True)
    language = fields.String(required=True)
    title = fields.String(required=True)


class OutlineSchema(AboutSchema):
    """A story of the caller, in a list."""

    state = fields.Enum(State, by_value=True, required=True)
    written_at = UtcDateTime(required=True)
    audience = fields.Enum(Audience, by_value=True, required=True, allow_none=True)
    published_at = UtcDateTime(required=True, allow_none=True)


class OwnStorySchema(OutlineSchema):
    """A story of the caller: as it was written, and as others get it."""

    text = fields.String(required=True)
    title_masked = fields.String(required=True)
    text_masked = fields.String(required=True)
    masks = fields.List(fields.Nested(MaskSchema), required=True)
    note = fields.String(
        required=True, allow_none=True, metadata={"description": "Of the reviewer who sent it back."}
    )
    help = fields.Nested(
        HelpSchema, required=True, allow_none=True, metadata={"description": "Where it sounds in need."}
    )
    original_id = Id(required=True, allow_none=True)
    agreed = fields.Boolean(
        required=True, metadata={"description": "By whoever wrote the original, if it is a translation."}
    )


class OwnStoryPageSchema(Schema):
    """One page of what the caller has written."""

    items = fields.List(fields.Nested(OutlineSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
