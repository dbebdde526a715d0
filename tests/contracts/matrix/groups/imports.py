"""Imports."""

from tests.contracts.matrix.callers import COORDINATORS, Rows

ROWS: Rows = {
    ("POST", "/api/groups/imports"): COORDINATORS,
    ("POST", "/api/groups/imports/file"): COORDINATORS,
}
