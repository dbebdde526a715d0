"""Boards, threads and posts."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis.http import Id, PageArguments, Schema, UtcDateTime, WholeNumber
from groups.domain.text import MAX_TEXT, MAX_TITLE, Unwritable, clean


class PlainText(fields.String):
    """What a person writes: plain text, normalised, without characters that deceive."""

    def __init__(self, longest: int, *, lines: bool = True, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(1, longest), **kwargs)
        self._lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            return clean(text, lines=self._lines)
        except Unwritable as error:
            raise ValidationError(str(error)) from error


class ThreadArguments(Schema):
    """A thread with its first post."""

    title = PlainText(MAX_TITLE, lines=False, required=True)
    text = PlainText(MAX_TEXT, required=True)


class TextArguments(Schema):
    """What a post says."""

    text = PlainText(MAX_TEXT, required=True)


class ReadArguments(Schema):
    """Up to which post a thread was read; without a number, to its end."""

    number = WholeNumber(load_default=None, validate=validate.Range(1, 10**9))


class SearchArguments(PageArguments):
    """What to look for: posts that hold every word."""

    q = fields.String(required=True, validate=validate.Length(1, 100))
    board_id = Id(load_default=None)


class BoardSchema(Schema):
    """A board: a group's (then its name), or a topic's."""

    id = Id(required=True)
    topic = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    posts = fields.Integer(required=True)
    unread = fields.Integer(
        required=True, metadata={"description": "Posts since the caller last marked the board as read."}
    )


class BoardsSchema(Schema):
    """The open boards, then those of the caller's groups."""

    items = fields.List(fields.Nested(BoardSchema), required=True)


class ThreadSchema(Schema):
    """The head of a thread."""

    id = Id(required=True)
    board_id = Id(required=True)
    title = fields.String(
        required=True, allow_none=True, metadata={"description": "null once its post is hidden or removed."}
    )
    author_id = Id(required=True)
    created_at = UtcDateTime(required=True)
    last_at = UtcDateTime(required=True)
    last_number = fields.Integer(required=True, metadata={"description": "Of its last post."})
    unread = fields.Integer(required=True, metadata={"description": "0 in a muted thread."})
    locked = fields.Boolean(required=True)
    followed = fields.Boolean(required=True)
    muted = fields.Boolean(required=True)


class ThreadsPageSchema(Schema):
    """One page of threads."""

    items = fields.List(fields.Nested(ThreadSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class LinkSchema(Schema):
    """An address in a text that may be opened, with rel="nofollow noopener ugc"."""

    text = fields.String(required=True)
    url = fields.String(required=True)


class PostSchema(Schema):
    """A post; its text is plain, and null where only `line` is shown."""

    id = Id(required=True)
    board_id = Id(required=True)
    thread_id = Id(required=True)
    number = fields.Integer(required=True)
    author_id = Id(required=True)
    own = fields.Boolean(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["visible", "hidden", "removed"]))
    line = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)
    links = fields.List(fields.Nested(LinkSchema), required=True)
    hears = fields.Integer(required=True, metadata={"description": 'How many said "I hear you".'})
    heard = fields.Boolean(required=True, metadata={"description": "Whether the caller did."})
    created_at = UtcDateTime(required=True)
    edited_at = UtcDateTime(required=True, allow_none=True)


class PostsPageSchema(Schema):
    """One page of posts."""

    items = fields.List(fields.Nested(PostSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class HelpLineSchema(Schema):
    """A line to call."""

    number = fields.String(required=True)
    also = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    hours = fields.String(required=True, allow_none=True)


class HelpSchema(Schema):
    """What a writer in need sees before anything else."""

    language = fields.String(required=True)
    message = fields.String(required=True)
    lines = fields.List(fields.Nested(HelpLineSchema), required=True)


class MaskedSchema(Schema):
    """What was taken out of a text, and why."""

    kind = fields.String(required=True, validate=validate.OneOf(["phone", "email", "address"]))
    count = fields.Integer(required=True)
    why = fields.String(required=True)


class WrittenSchema(Schema):
    """The answer to a writer: help before the post."""

    help = fields.Nested(
        HelpSchema, required=True, allow_none=True, metadata={"description": "Show it before the post."}
    )
    masked = fields.List(fields.Nested(MaskedSchema), required=True)
    post = fields.Nested(PostSchema, required=True)
