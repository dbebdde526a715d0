"""The on-call roster over HTTP: for a group's leaders alone."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, raises, requires
from chassis.ids import new_id
from groups.domain import errors
from groups.domain.commands import ArrangeRoster, HandOverShift, TakeShiftBack
from groups.domain.roster import Handover, Roster
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import roster as schemas
from groups.handlers.roster import arrange_roster, duties_of, hand_over_shift, roster_of, take_shift_back

Row = dict[str, Any]

rosters = Blueprint("rosters", __name__, url_prefix="/api/groups", description="Who is on call for a group")


@rosters.get("/groups/<id:group_id>/roster")
@rosters.response(200, schemas.RosterSchema)
@raises(errors.GroupUnknown, errors.NotYourGroup)
@requires("member")
def get_roster(group_id: str) -> Row:
    """Show the shifts of a group that the caller leads, and the handovers arranged"""
    stores = context().stores
    return _shown(roster_of(caller(), group_id, stores.groups, stores.rosters))


@rosters.put("/groups/<id:group_id>/roster")
@rosters.arguments(schemas.NewRosterSchema)
@rosters.response(200, schemas.RosterSchema)
@raises(errors.GroupUnknown, errors.NotYourGroup, errors.NotALeader, errors.StaleAggregate)
@requires("member")
def put_roster(arranged: dict[str, Any], group_id: str) -> Row:
    """Arrange the shifts of a group that the caller leads, in the place of those before

    Shifts may overlap and go over midnight; handovers of shifts that stay remain.
    """
    stores = context().stores
    command = ArrangeRoster(
        caller=caller(),
        group_id=group_id,
        time_zone=arranged["time_zone"],
        shifts=tuple(arranged["shifts"]),
    )
    return _shown(arrange_roster(command, stores.groups, stores.rosters))


@rosters.get("/groups/<id:group_id>/on-duty")
@rosters.response(200, schemas.OnDutySchema)
@raises(errors.GroupUnknown, errors.NotYourGroup)
@requires("member")
def get_on_duty(group_id: str) -> Row:
    """Tell a group's leaders who is on call now, and until when"""
    stores = context().stores
    return {"items": duties_of(caller(), group_id, utc_now(), stores.groups, stores.rosters)}


@rosters.post("/groups/<id:group_id>/roster/handovers")
@rosters.arguments(schemas.NewHandoverSchema)
@rosters.response(201, schemas.HandoverSchema)
@raises(
    errors.GroupUnknown,
    errors.NotYourGroup,
    errors.ShiftUnknown,
    errors.NotALeader,
    errors.TooManyHandovers,
    errors.StaleAggregate,
)
@requires("member")
def post_handover(arranged: dict[str, Any], group_id: str) -> Handover:
    """Give one shift to another leader of the group for a time; of several, the last arranged counts"""
    stores = context().stores
    handover = Handover(id=new_id(), **arranged)
    command = HandOverShift(caller=caller(), group_id=group_id, handover=handover, at=utc_now())
    hand_over_shift(command, stores.groups, stores.rosters)
    return handover


@rosters.delete("/groups/<id:group_id>/roster/handovers/<id:handover_id>")
@rosters.response(200, schemas.RosterSchema)
@raises(errors.GroupUnknown, errors.NotYourGroup, errors.StaleAggregate)
@requires("member")
def delete_handover(group_id: str, handover_id: str) -> Row:
    """Take a handover back; one that is unknown is taken back already"""
    stores = context().stores
    command = TakeShiftBack(caller=caller(), group_id=group_id, handover_id=handover_id)
    return _shown(take_shift_back(command, stores.groups, stores.rosters))


def _shown(roster: Roster) -> Row:
    shifts = [{"id": shift.id_in(roster.group_id), **vars(shift)} for shift in roster.shifts]
    return {"time_zone": roster.time_zone, "shifts": shifts, "handovers": roster.handovers}
