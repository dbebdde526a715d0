"""The endpoints of alumni as its policy declares them, a file per subject in alumni.entrypoints.policy."""

from alumni.entrypoints.policy import POLICY, door_of
from tests.contracts.matrix.callers import ANYONE, Rows

ROWS: Rows = {endpoint: door_of(row).roles or ANYONE for endpoint, row in POLICY.items()}
