"""Winning an account back."""

from alumni.entrypoints.policy.grants import ADMINISTRATOR, COORDINATOR, HOLDER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/sign-in/recoveries"): (HOLDER,),
    ("GET", "/api/alumni/recoveries"): (COORDINATOR, ADMINISTRATOR),
    ("POST", "/api/alumni/recoveries/<id:recovery_id>/approvals"): (COORDINATOR, ADMINISTRATOR),
    ("DELETE", "/api/alumni/recoveries/<id:recovery_id>"): (COORDINATOR, ADMINISTRATOR),
}
