"""The HTTP API of groups, a file per subject."""

from collections.abc import Mapping

from chassis.http import Blueprint, Problem
from groups.entrypoints.http import board_problems, groups, imports, places
from groups.entrypoints.http.context import Context

BLUEPRINTS: tuple[Blueprint, ...] = (places.places, imports.imports)
PROBLEMS: Mapping[type[Exception], Problem] = {
    **places.PROBLEMS,
    **imports.PROBLEMS,
    **groups.PROBLEMS,
    **board_problems.PROBLEMS,
}

__all__ = ["BLUEPRINTS", "PROBLEMS", "Context"]
