"""The HTTP API of groups, a file per subject."""

from collections.abc import Mapping

from chassis.http import Blueprint, Problem
from chassis.http.holdings import holdings_blueprint
from groups.adapters.holdings import HOLDINGS
from groups.entrypoints.http import (
    absences,
    attendance,
    board_problems,
    boards,
    calendars,
    certificates,
    feeds,
    finder,
    groups,
    imports,
    memberships,
    moderation,
    people,
    places,
    posts,
    promises,
    room_codes,
    roster,
    series,
    sources,
    standing,
)
from groups.entrypoints.http.context import Context, context

BLUEPRINTS: tuple[Blueprint, ...] = (
    places.places,
    promises.promises,
    standing.standing_seats,
    imports.imports,
    sources.sources,
    groups.groups,
    memberships.memberships,
    people.people,
    roster.rosters,
    series.series,
    attendance.attendances,
    absences.absences,
    certificates.certificates,
    room_codes.room_codes,
    boards.boards,
    posts.posts,
    moderation.moderation,
    feeds.feeds,
    finder.finder,
    calendars.calendars,
    holdings_blueprint(HOLDINGS, lambda: context().stores.database),
)
PROBLEMS: Mapping[type[Exception], Problem] = {
    **places.PROBLEMS,
    **promises.PROBLEMS,
    **standing.PROBLEMS,
    **imports.PROBLEMS,
    **sources.PROBLEMS,
    **groups.PROBLEMS,
    **series.PROBLEMS,
    **attendance.PROBLEMS,
    **absences.PROBLEMS,
    **certificates.PROBLEMS,
    **feeds.PROBLEMS,
    **calendars.PROBLEMS,
    **board_problems.PROBLEMS,
}

__all__ = ["BLUEPRINTS", "PROBLEMS", "Context"]
