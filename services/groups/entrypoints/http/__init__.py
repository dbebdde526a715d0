"""The HTTP API of groups, a file per subject."""

from collections.abc import Mapping

from chassis.http import Blueprint, Problem
from groups.entrypoints.http import (
    attendance,
    board_problems,
    groups,
    imports,
    memberships,
    people,
    places,
    room_codes,
    roster,
)
from groups.entrypoints.http.context import Context

BLUEPRINTS: tuple[Blueprint, ...] = (
    places.places,
    imports.imports,
    groups.groups,
    memberships.memberships,
    people.people,
    roster.rosters,
    attendance.attendances,
    room_codes.room_codes,
)
PROBLEMS: Mapping[type[Exception], Problem] = {
    **places.PROBLEMS,
    **imports.PROBLEMS,
    **groups.PROBLEMS,
    **attendance.PROBLEMS,
    **board_problems.PROBLEMS,
}

__all__ = ["BLUEPRINTS", "PROBLEMS", "Context"]
