"""The endpoints of groups, a file per subject."""

from tests.contracts.matrix.callers import ANYONE, Rows
from tests.contracts.matrix.groups import attendance, groups, imports, places

ROWS: Rows = {
    ("GET", "/api/groups/openapi.json"): ANYONE,
    **places.ROWS,
    **imports.ROWS,
    **groups.ROWS,
    **attendance.ROWS,
}
