"""Meeting series over HTTP, for who leads their group or coordinates their centre."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    Problem,
    decode_cursor,
    encode_cursor,
    idempotency_key,
    invalid,
    raises,
    requires,
)
from groups.domain import errors
from groups.domain.changes import Change
from groups.domain.commands import (
    ChangeDate,
    ChangeSeries,
    EndSeries,
    ResumeSeries,
    ScheduleSeries,
    SuspendSeries,
)
from groups.domain.meeting import HORIZON, MeetingSeries
from groups.domain.scheduling import today
from groups.entrypoints.http.context import caller, context, own_centre
from groups.entrypoints.schemas import series as schemas
from groups.handlers import series as handlers
from groups.handlers.access import led_group
from groups.views import series as views

Row = dict[str, Any]

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.SeriesUnknown: Problem(404, "series-unknown", "There is no such series."),
    errors.RuleInvalid: Problem(422, "rule-invalid", "This recurrence rule cannot be kept."),
    errors.SeriesInconsistent: Problem(422, "series-inconsistent", "This contradicts itself."),
    errors.DateNotInSeries: Problem(409, "date-not-in-series", "The series has no such date to come."),
    errors.CapacityTaken: Problem(
        409, "capacity-taken", "More seats are taken on a coming date than there would be."
    ),
    errors.TooManyDateChanges: Problem(
        409, "too-many-date-changes", "The series has as many changed dates as it may have."
    ),
    errors.SeriesOver: Problem(409, "series-over", "The series has ended."),
}
_LED = (errors.SeriesUnknown, errors.NotYourGroup, errors.NotOfYourCentre)
_CHANGED = (*_LED, errors.SeriesOver, errors.StaleAggregate, errors.MeetingBusy)
_DESCRIBED = (errors.RuleInvalid, errors.SeriesInconsistent, errors.CapacityTaken)

series = Blueprint(
    "series", __name__, url_prefix="/api/groups", description="Meeting series: when, where, and what changes"
)


@series.post("/series", parameters=[IDEMPOTENCY_KEY])
@series.arguments(schemas.NewSeriesSchema)
@series.response(201, schemas.SeriesAnswerSchema)
@series.alt_response(200, schema=schemas.SeriesAnswerSchema, description="It was made before, with this key.")
@raises(
    *(errors.GroupUnknown, errors.NotYourGroup, errors.NotOfYourCentre),
    *(errors.RuleInvalid, errors.SeriesInconsistent),
)
@requires("member")
def post_series(fields: Row) -> Any:
    """Let a series begin, and make its dates of the next eight weeks

    Of a group that the caller leads, or of the centre that they coordinate. Rooms that clash are told, not
    refused.
    """
    command = ScheduleSeries(
        caller=caller(), series=_described(fields), idempotency_key=idempotency_key(), at=utc_now()
    )
    outcome = handlers.schedule_series(command, _scheduling())
    return _answer(outcome), 201 if outcome.created else 200


@series.get("/series")
@series.arguments(schemas.SeriesQuerySchema, location="query")
@series.response(200, schemas.SeriesPageSchema)
@raises(errors.GroupUnknown, errors.NotYourGroup, errors.NotOfYourCentre)
@requires("member")
def get_all_series(query: Row) -> Row:
    """List the series of a group that the caller leads, or of the centre that they coordinate"""
    group_id, size = query["group_id"], query["page_size"]
    if group_id is not None:
        led_group(caller(), group_id, context().stores.groups)
    where = {"centre_id": _coordinated_centre()} if group_id is None else {"group_id": group_id}
    after = decode_cursor(query["cursor"], (str,))[0] if query["cursor"] else ""
    found = views.page(context().stores.database["series"], where, after, size + 1)
    return {
        "items": [views.shown(id_, each) for id_, each in found[:size]],
        "next_cursor": encode_cursor([found[size - 1][0]]) if len(found) > size else None,
    }


@series.get("/series/<id:series_id>")
@series.response(200, schemas.SeriesSchema)
@raises(*_LED)
@requires("member")
def get_series(series_id: str) -> Row:
    """Show a series to who leads it"""
    return views.shown(series_id, handlers.led(caller(), series_id, _scheduling()))


@series.get("/series/<id:series_id>/dates")
@series.arguments(schemas.DatesQuerySchema, location="query")
@series.response(200, schemas.SeriesDatesSchema)
@raises(*_LED)
@requires("member")
def get_series_dates(query: Row, series_id: str) -> Row:
    """Show on which dates a series falls, far ahead too, and what is different on them"""
    found = handlers.led(caller(), series_id, _scheduling())
    first = query["since"] or today(found, utc_now())
    last = query["until"] or first + min(HORIZON, date.max - first)
    if not first <= last <= first + min(schemas.LONGEST_SPAN, date.max - first) or last.year > _LAST_YEAR:
        raise invalid({"to": [f"Not between `from` and {schemas.LONGEST_SPAN.days} days after it."]})
    return {"items": views.dates(series_id, found, first, last)}


@series.patch("/series/<id:series_id>")
@series.arguments(schemas.SeriesChangesSchema)
@series.response(200, schemas.SeriesAnswerSchema)
@raises(*_CHANGED, *_DESCRIBED)
@requires("member")
def patch_series(values: Row, series_id: str) -> Row:
    """Change all dates of a series; registrations stay, and who holds one is told of time, place and way"""
    command = ChangeSeries(caller=caller(), series_id=series_id, values=values, since=None, at=utc_now())
    return _answer(handlers.change_series(command, _scheduling()))


@series.post("/series/<id:series_id>/following")
@series.arguments(schemas.FollowingChangesSchema)
@series.response(200, schemas.SeriesAnswerSchema)
@raises(*_CHANGED, *_DESCRIBED, errors.DateNotInSeries, errors.TooManyDateChanges)
@requires("member")
def post_following(values: Row, series_id: str) -> Row:
    """Change a date of a series and all that follow; it stays the same series"""
    since = values.pop("since")
    command = ChangeSeries(caller=caller(), series_id=series_id, values=values, since=since, at=utc_now())
    return _answer(handlers.change_series(command, _scheduling()))


@series.post("/series/<id:series_id>/changes")
@series.arguments(schemas.DateChangeSchema)
@series.response(200, schemas.SeriesAnswerSchema)
@raises(*_CHANGED, *_DESCRIBED, errors.DateNotInSeries, errors.TooManyDateChanges)
@requires("member")
def post_change(fields: Row, series_id: str) -> Row:
    """Change one date of a series: move it, cancel it, or add one that the rule does not give"""
    day = fields.pop("original_date")
    return _date_changed(series_id, day, Change(**fields))


@series.delete("/series/<id:series_id>/changes/<date:original_date>")
@series.response(200, schemas.SeriesAnswerSchema)
@raises(*_CHANGED, *_DESCRIBED)
@requires("member")
def delete_change(series_id: str, original_date: date) -> Row:
    """Let a date be again as the series gives it; a cancelled one takes place after all"""
    return _date_changed(series_id, original_date, None)


@series.post("/series/<id:series_id>/suspension")
@series.arguments(schemas.SuspensionSchema, required=False)
@series.response(200, schemas.SeriesAnswerSchema)
@raises(*_CHANGED, errors.SeriesInconsistent)
@requires("member")
def post_suspension(fields: Row, series_id: str) -> Row:
    """Let a series pause, until a day or until it is resumed; who holds a place is told"""
    command = SuspendSeries(caller=caller(), series_id=series_id, at=utc_now(), **fields)
    return _answer(handlers.suspend_series(command, _scheduling()))


@series.delete("/series/<id:series_id>/suspension")
@series.response(200, schemas.SeriesAnswerSchema)
@raises(*_CHANGED)
@requires("member")
def delete_suspension(series_id: str) -> Row:
    """Let a series meet again; dates that its pause cancelled take place after all"""
    command = ResumeSeries(caller=caller(), series_id=series_id, at=utc_now())
    return _answer(handlers.resume_series(command, _scheduling()))


@series.post("/series/<id:series_id>/end")
@series.arguments(schemas.EndSchema, required=False)
@series.response(200, schemas.SeriesAnswerSchema)
@raises(*_CHANGED, errors.SeriesInconsistent)
@requires("member")
def post_end(fields: Row, series_id: str) -> Row:
    """Let a series take place no more, from a day on"""
    command = EndSeries(caller=caller(), series_id=series_id, at=utc_now(), **fields)
    return _answer(handlers.end_series(command, _scheduling()))


_LAST_YEAR = 9000


def _date_changed(series_id: str, day: date, change: Change | None) -> Row:
    command = ChangeDate(caller=caller(), series_id=series_id, original_date=day, change=change, at=utc_now())
    return _answer(handlers.change_date(command, _scheduling()))


def _scheduling() -> handlers.Scheduling:
    stores = context().stores
    return handlers.Scheduling(series=stores.series, occurrences=stores.occurrences, groups=stores.groups)


def _described(fields: Row) -> MeetingSeries:
    """Build a series as it was described, of the caller's centre unless its group says otherwise."""
    words = re.sub(r"[^a-z0-9]+", "-", fields["name"].lower()).strip("-")[:48].strip("-")
    defaults: Row = {"capacity": context().settings.default_capacity, "address": "", "online": False}
    group_id = fields["group_id"]
    return MeetingSeries(
        centre_id=_coordinated_centre() if group_id is None else "",
        slug=words or "meeting",
        part=0,
        suspended=False,
        **defaults | fields,
    )


def _coordinated_centre() -> str:
    """Give the caller's centre if they coordinate it; raises NotOfYourCentre."""
    centre_id = own_centre()
    if not caller().coordinates(centre_id):
        raise errors.NotOfYourCentre
    return centre_id


def _answer(outcome: handlers.Outcome) -> Row:
    found = views.clashes(context().stores.rows, outcome.id, outcome.series, utc_now())
    return views.shown(outcome.id, outcome.series) | {"told": outcome.told, "clashes": found}
