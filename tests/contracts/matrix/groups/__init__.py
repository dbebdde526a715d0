"""The endpoints of groups, a file per subject."""

from tests.contracts.matrix.callers import ANYONE, PLATFORMS, Rows
from tests.contracts.matrix.groups import (
    absences,
    attendance,
    boards,
    certificates,
    exports,
    groups,
    imports,
    places,
    promises,
    series,
    standing,
)

ROWS: Rows = {
    ("GET", "/api/groups/openapi.json"): ANYONE,
    ("GET", "/holdings"): PLATFORMS,
    ("GET", "/holdings/<string:collection>/<id:member_id>"): PLATFORMS,
    **places.ROWS,
    **promises.ROWS,
    **standing.ROWS,
    **imports.ROWS,
    **groups.ROWS,
    **series.ROWS,
    **attendance.ROWS,
    **absences.ROWS,
    **certificates.ROWS,
    **boards.ROWS,
    **exports.ROWS,
}
