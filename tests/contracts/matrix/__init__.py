"""Who may call what: one table a file, and every endpoint has its row in one of them."""

from tests.contracts.matrix import alumni, groups, notify
from tests.contracts.matrix.callers import ANYONE, Rows

OF_EVERY_SERVICE: Rows = {
    ("GET", "/health/live"): ANYONE,
    ("GET", "/health/ready"): ANYONE,
    ("GET", "/metrics"): ANYONE,
    ("GET", "/openapi.json"): ANYONE,
}
MATRIX: dict[str, Rows] = {"alumni": alumni.ROWS, "groups": groups.ROWS, "notify": notify.ROWS}
