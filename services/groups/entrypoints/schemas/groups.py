"""Groups, as they are described and shown."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from chassis.http import Id, LocalDate, PageArguments, Schema, TrueOrFalse, UtcDateTime
from groups.domain.group import (
    MAX_CENTRES,
    MAX_LANGUAGES,
    Accessibility,
    Audience,
    Cause,
    Kind,
    Licence,
    Status,
)
from groups.domain.membership import Standing
from groups.domain.text import Unwritable, clean

MAX_NAME = 120
MAX_DESCRIPTION = 2_000


class WrittenText(fields.String):
    """What a person writes, cleaned; it may have several `lines`, and be `empty`, only if that is said."""

    def __init__(self, *, longest: int, lines: bool = False, empty: bool = False, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(0 if empty else 1, longest), **kwargs)
        self.lines, self.empty = lines, empty

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if self.empty and not text:
            return text
        try:
            return clean(text, lines=self.lines)
        except Unwritable as error:
            raise ValidationError(str(error)) from error


class Choice(fields.Enum[Any]):
    """One of the words of a list, as the domain names them."""

    def __init__(self, words: Any, **kwargs: Any) -> None:
        super().__init__(words, by_value=True, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(self.enum(value).value)


def _centres(**kwargs: Any) -> fields.List[Any]:
    return _several(Id(), 1, MAX_CENTRES, **kwargs)


def _languages(**kwargs: Any) -> fields.List[Any]:
    language = fields.String(validate=validate.Regexp(r"[a-z]{2}\Z"), metadata={"example": "pa"})
    return _several(language, 1, MAX_LANGUAGES, **kwargs)


def _accessibility(**kwargs: Any) -> fields.List[Any]:
    return _several(Choice(Accessibility), 0, len(Accessibility), **kwargs)


def _several(each: Any, least: int, most: int, **kwargs: Any) -> fields.List[Any]:
    def unique(values: list[Any]) -> None:
        if len(set(values)) != len(values):
            raise ValidationError("Named twice.")

    checks: list[Any] = [validate.Length(least, most), unique]
    metadata = {"uniqueItems": True, **kwargs.pop("metadata", {})}
    return fields.List(each, validate=checks, metadata=metadata, **kwargs)


class LicenceSchema(Schema):
    """A therapist's licence."""

    therapist_id = Id(required=True)
    number = WrittenText(longest=64, required=True)
    body = WrittenText(longest=120, required=True, metadata={"description": "Which issued it."})
    expires_on = LocalDate(required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Licence:
        """Give the domain's own."""
        return Licence(**data)


class NewGroupSchema(Schema):
    """A group that is to be; a twelve-step group names its fellowship, a therapy group its licence."""

    kind = Choice(Kind, required=True)
    fellowship = WrittenText(longest=40, load_default=None, allow_none=True, metadata={"example": "NA"})
    name = WrittenText(longest=MAX_NAME, required=True)
    description = WrittenText(longest=MAX_DESCRIPTION, lines=True, empty=True, load_default="")
    centre_ids = _centres(load_default=None, metadata={"description": "The own one unless told."})
    open = TrueOrFalse(required=True)
    languages = _languages(required=True)
    audience = Choice(Audience, load_default=Audience.EVERYONE)
    accessibility = _accessibility(load_default=list)
    licence = fields.Nested(LicenceSchema, load_default=None, allow_none=True)


class GroupChangesSchema(Schema):
    """What changes of a group; what is not named stays."""

    fellowship = WrittenText(longest=40)
    name = WrittenText(longest=MAX_NAME)
    description = WrittenText(longest=MAX_DESCRIPTION, lines=True, empty=True)
    centre_ids = _centres()
    open = TrueOrFalse()
    languages = _languages()
    audience = Choice(Audience)
    accessibility = _accessibility()
    licence = fields.Nested(LicenceSchema)
    status = Choice(Status)


class GroupSchema(Schema):
    """A group, as everybody who may know of it sees it."""

    id = Id(required=True)
    kind = Choice(Kind, required=True)
    fellowship = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    centre_ids = fields.List(Id(), required=True)
    open = fields.Boolean(required=True)
    languages = fields.List(fields.String(), required=True)
    audience = Choice(Audience, required=True)
    accessibility = fields.List(Choice(Accessibility), required=True)
    status = Choice(Status, required=True)


class LeadershipSchema(Schema):
    """Who leads a group, and by what licence."""

    facilitators = fields.List(Id(), required=True)
    co_facilitators = fields.List(Id(), required=True)
    licence = fields.Nested(LicenceSchema, required=True, allow_none=True)
    cause = Choice(Cause, required=True, allow_none=True, metadata={"description": "Of a suspension."})


class OneGroupSchema(GroupSchema):
    """A group, as it concerns the caller."""

    standing = Choice(Standing, required=True, metadata={"description": "Of the caller."})
    leadership = fields.Nested(
        LeadershipSchema, required=True, allow_none=True, metadata={"description": "For its leaders only."}
    )


class GroupsQuerySchema(PageArguments):
    """Which groups."""

    kind = Choice(Kind, load_default=None)
    language = fields.String(load_default=None, validate=validate.Regexp(r"[a-z]{2}\Z"))
    audience = Choice(Audience, load_default=None)
    centre_id = Id(load_default=None)


class GroupsPageSchema(Schema):
    """One page of groups, sorted by their names."""

    items = fields.List(fields.Nested(GroupSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "null on the last page."}
    )


class FacilitatorSchema(Schema):
    """How a member leads a group."""

    co = TrueOrFalse(load_default=False)


class StandingSchema(Schema):
    """How a member stands to a group."""

    group_id = Id(required=True)
    member_id = Id(required=True)
    standing = Choice(Standing, required=True)
    since = UtcDateTime(required=True)


class OwnGroupsQuerySchema(PageArguments):
    """Which page of the caller's groups."""


class OwnGroupSchema(GroupSchema):
    """A group of the caller."""

    standing = Choice(Standing, required=True)
    leads = fields.Boolean(required=True)


class OwnGroupsPageSchema(Schema):
    """One page of the caller's groups, sorted by id."""

    items = fields.List(fields.Nested(OwnGroupSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MembersQuerySchema(PageArguments):
    """Which members: those who belong, or those who asked to."""

    standing = Choice(Standing, load_default=Standing.MEMBER)


class MembersPageSchema(Schema):
    """One page of a group's members, sorted by id."""

    items = fields.List(fields.Nested(StandingSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
