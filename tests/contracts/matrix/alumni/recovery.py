"""Winning an account back; the handlers ask which centre the caller acts for."""

from tests.contracts.matrix.callers import ADMINISTRATORS, ANYONE, COORDINATORS, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/sign-in/recoveries"): ANYONE,
    ("GET", "/api/alumni/recoveries"): COORDINATORS | ADMINISTRATORS,
    ("POST", "/api/alumni/recoveries/<id:recovery_id>/approvals"): COORDINATORS | ADMINISTRATORS,
    ("DELETE", "/api/alumni/recoveries/<id:recovery_id>"): COORDINATORS | ADMINISTRATORS,
}
