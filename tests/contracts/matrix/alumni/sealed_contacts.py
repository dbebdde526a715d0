"""Sealed contacts, for notify only."""

from tests.contracts.matrix.callers import ANYONE, Rows

ROWS: Rows = {
    # Outside /api the gateway has no way: only the platform's own services ask.
    ("GET", "/sealed-contacts/members/<id:member_id>"): ANYONE,
    ("GET", "/sealed-contacts/attempts/<id:attempt_id>"): ANYONE,
}
