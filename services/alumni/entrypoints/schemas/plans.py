"""What is planned, and who reads it."""

from typing import Any

from marshmallow import fields, post_load, validate

from alumni.domain.plan import LONGEST_TEXT, MOST_ITEMS, MOST_SHARES, Item, Kind
from alumni.entrypoints.schemas.story import PlainText
from chassis.http import Id, LocalDate, Schema, TrueOrFalse
from chassis.ids import new_id


class ItemArguments(Schema):
    """One thing to do; one that has an id already keeps its tick."""

    id = Id(load_default=None, allow_none=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    text = PlainText(LONGEST_TEXT, lines=False, required=True)
    on = LocalDate(load_default=None, allow_none=True)
    done = TrueOrFalse(load_default=False)

    @post_load
    def _item(self, data: dict[str, Any], **_kwargs: Any) -> Item:
        return Item(**{**data, "id": data["id"] or new_id()})


class TreatmentPlanArguments(Schema):
    """The whole plan, and the partnerships that read it."""

    items = fields.List(fields.Nested(ItemArguments), required=True, validate=validate.Length(max=MOST_ITEMS))
    shared_with = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_SHARES))


class TickSchema(Schema):
    """One item that is done, or is not after all."""

    id = Id(required=True)
    done = TrueOrFalse(required=True)


class TicksSchema(Schema):
    """Items that are done, or are not after all."""

    items = fields.List(fields.Nested(TickSchema), required=True, validate=validate.Length(1, MOST_ITEMS))


class ItemSchema(Schema):
    """One thing to do."""

    id = Id(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    text = fields.String(required=True)
    on = LocalDate(required=True, allow_none=True)
    done = TrueOrFalse(required=True)


class PartnersTreatmentPlanSchema(Schema):
    """What one's partner has planned."""

    items = fields.List(fields.Nested(ItemSchema), required=True)


class TreatmentPlanSchema(PartnersTreatmentPlanSchema):
    """What one has planned, and who reads it."""

    shared_with = fields.List(Id(), required=True)
