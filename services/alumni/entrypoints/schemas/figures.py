"""Programme figures as they are told."""

from marshmallow import fields, validate

from chassis.http import Id, LocalDate, Schema, WholeNumber

SPANS = (4, 12, 26)
_FEWER = {"description": "Rounded to fives; null is fewer than five."}


class _Count(fields.Integer):
    def __init__(self) -> None:
        super().__init__(required=True, allow_none=True, metadata=_FEWER)


class _Rate(fields.Float):
    def __init__(self, of: str) -> None:
        super().__init__(required=True, allow_none=True, metadata={"description": f"Of what is told: {of}."})


class FiguresArguments(Schema):
    """How many whole weeks, the last of them over."""

    weeks = WholeNumber(load_default=4, validate=validate.OneOf(SPANS))


class RetentionSchema(Schema):
    """Who of those discharged was here in one week after it."""

    week = fields.Integer(required=True, metadata={"description": "0 is the week of the discharge."})
    people = _Count()
    retained = _Count()
    share = _Rate("retained among people")


class FiguresSchema(Schema):
    """What is told of members who agreed to be counted."""

    since = LocalDate(required=True, metadata={"description": "The first day, a Monday."})
    until = LocalDate(required=True, metadata={"description": "The Monday after the last day."})
    members = _Count()
    active_members = _Count()
    days_of_use = _Count()
    attending_members = _Count()
    attendances = _Count()
    pairs = _Count()
    pairs_in_contact = _Count()
    checking_in_members = _Count()
    check_ins = _Count()
    days_per_member_and_week = _Rate("days of use a week of an active member")
    contact_rate = _Rate("pairs in contact within ten days among pairs")
    check_in_rate = _Rate("check-ins a day of a member who checks in")
    retention = fields.List(fields.Nested(RetentionSchema), required=True)


class CentreFiguresSchema(FiguresSchema):
    """What is told of one centre."""

    centre_id = Id(required=True)


class NetworkFiguresSchema(Schema):
    """What is told of every centre, and the sum of it."""

    together = fields.Nested(FiguresSchema, required=True)
    centres = fields.List(fields.Nested(CentreFiguresSchema), required=True)
