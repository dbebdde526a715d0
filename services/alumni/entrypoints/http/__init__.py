"""The HTTP API of alumni, a file per subject."""

from collections.abc import Mapping

from alumni.entrypoints.http import identity
from alumni.entrypoints.http.context import Context
from chassis.http import Blueprint, Problem

BLUEPRINTS: tuple[Blueprint, ...] = (
    identity.alumni,
    identity.well_known,
)
PROBLEMS: Mapping[type[Exception], Problem] = {
    **identity.PROBLEMS,
}

__all__ = ["BLUEPRINTS", "PROBLEMS", "Context"]
