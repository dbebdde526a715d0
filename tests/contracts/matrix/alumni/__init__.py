"""The endpoints of alumni, a file per subject."""

from tests.contracts.matrix.alumni import consent, identity, joining, recovery, sealed_contacts
from tests.contracts.matrix.callers import Rows

ROWS: Rows = {
    **consent.ROWS,
    **identity.ROWS,
    **joining.ROWS,
    **recovery.ROWS,
    **sealed_contacts.ROWS,
}
