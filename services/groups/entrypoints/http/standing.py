"""Standing seats over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, decode_cursor, identity, one_page, raises, requires
from groups.domain import errors
from groups.domain.commands import ComeAfterAll, GiveUpStandingSeat, SkipDate, TakeStandingSeat
from groups.domain.place import Registration
from groups.domain.standing import StandingSeat
from groups.entrypoints.http.context import context
from groups.entrypoints.schemas import standing as schemas
from groups.entrypoints.schemas.places import RegistrationSchema
from groups.handlers.standing import (
    Standing,
    come_after_all,
    give_up_standing_seat,
    skip_date,
    take_standing_seat,
)
from groups.views.standing import standing_seats as view

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.StandingSeatsTaken: Problem(409, "standing-seats-taken", "Every standing seat is taken."),
    errors.StandingSeatUnknown: Problem(404, "standing-seat-unknown", "You have no standing seat here."),
}

standing_seats = Blueprint(
    "standing-seats", __name__, url_prefix="/api/groups", description="Seats in every date of a series"
)

_SEAT = "/series/<id:series_id>/standing-seat"


@standing_seats.post(_SEAT)
@standing_seats.response(201, schemas.StandingSeatSchema)
@standing_seats.alt_response(
    200, schema=schemas.StandingSeatSchema, description="You have this seat already."
)
@raises(
    errors.SeriesUnknown, errors.SeriesOver, errors.NotEligible, errors.StandingSeatsTaken, errors.MeetingBusy
)
@requires("member")
def post_standing_seat(series_id: str) -> tuple[dict[str, Any], int]:
    """Give the caller a seat in every coming date of a series

    A date whose seats are all taken has the caller in its queue. Asked again, the answer is the same.
    """
    command = TakeStandingSeat(series_id=series_id, member_id=identity().member_id, at=utc_now())
    seat, created = take_standing_seat(command, _standing())
    return _row(series_id, seat), 201 if created else 200


@standing_seats.delete(_SEAT)
@standing_seats.response(204)
@raises(errors.MeetingBusy)
@requires("member")
def delete_standing_seat(series_id: str) -> None:
    """Give the caller's standing seat up, with its places in all coming dates; again, the same answer"""
    command = GiveUpStandingSeat(series_id=series_id, member_id=identity().member_id, at=utc_now())
    give_up_standing_seat(command, _standing())


@standing_seats.post(f"{_SEAT}/skips")
@standing_seats.arguments(schemas.SkipSchema)
@standing_seats.response(200, schemas.StandingSeatSchema)
@raises(errors.StandingSeatUnknown, errors.DateNotInSeries, errors.RegistrationClosed, errors.MeetingBusy)
@requires("member")
def post_skip(skip: dict[str, date], series_id: str) -> dict[str, Any]:
    """Free the caller's place in one date, and in no other; again, the same answer"""
    command = SkipDate(
        series_id=series_id,
        member_id=identity().member_id,
        original_date=skip["original_date"],
        at=utc_now(),
    )
    return _row(series_id, skip_date(command, _standing()))


@standing_seats.delete(f"{_SEAT}/skips")
@standing_seats.arguments(schemas.SkipSchema, location="query")
@standing_seats.response(200, RegistrationSchema)
@raises(
    errors.StandingSeatUnknown,
    errors.DateNotInSeries,
    errors.NotEligible,
    errors.MeetingCancelled,
    errors.MeetingFull,
    errors.RegistrationClosed,
    errors.TooManyChanges,
    errors.MeetingBusy,
)
@requires("member")
def delete_skip(skip: dict[str, date], series_id: str) -> Registration:
    """Give the caller a place again in a date that they skipped: a free seat, or the next in the queue"""
    command = ComeAfterAll(
        series_id=series_id,
        member_id=identity().member_id,
        original_date=skip["original_date"],
        at=utc_now(),
    )
    return come_after_all(command, _standing())


@standing_seats.get("/standing-seats")
@standing_seats.arguments(schemas.StandingSeatsQuerySchema, location="query")
@standing_seats.response(200, schemas.OwnStandingSeatsSchema)
@requires("member")
def get_standing_seats(query: dict[str, Any]) -> dict[str, Any]:
    """List the caller's standing seats"""
    after = decode_cursor(query["cursor"], (str,))[0] if query["cursor"] else None
    size, member_id = query["page_size"], identity().member_id
    rows = view(context().stores.database, member_id, utc_now(), after=after, limit=size + 1)
    return one_page(rows, size, "series_id")


def _standing() -> Standing:
    stores = context().stores
    return Standing(
        seats=stores.standing, series=stores.series, occurrences=stores.occurrences, groups=stores.groups
    )


def _row(series_id: str, seat: StandingSeat) -> dict[str, Any]:
    return {"id": seat.id, "series_id": series_id, "skips": seat.skips}
