"""Imports."""

from tests.contracts.matrix.callers import COORDINATORS, Rows

ROWS: Rows = {
    ("POST", "/api/groups/imports"): COORDINATORS,
    ("POST", "/api/groups/imports/file"): COORDINATORS,
    ("GET", "/api/groups/imports/<id:import_id>"): COORDINATORS,
    ("POST", "/api/groups/imports/<id:import_id>/reversal"): COORDINATORS,
    ("POST", "/api/groups/sources"): COORDINATORS,
    ("GET", "/api/groups/sources"): COORDINATORS,
    ("GET", "/api/groups/sources/<id:source_id>"): COORDINATORS,
    ("PATCH", "/api/groups/sources/<id:source_id>"): COORDINATORS,
    ("DELETE", "/api/groups/sources/<id:source_id>"): COORDINATORS,
    ("POST", "/api/groups/sources/<id:source_id>/fetch"): COORDINATORS,
    ("GET", "/api/groups/sources/<id:source_id>/imports"): COORDINATORS,
}
