"""Everything that alumni holds of a person, collection by collection."""

from chassis.personal import Holding, delete

HOLDINGS: tuple[Holding, ...] = (
    Holding(collection="sessions", by=("member_id",), erasing=delete, hidden=("family_hash", "secret_hash")),
)
# Collections that hold nothing of any member.
OF_NOBODY = frozenset({"allowances", "relay_leases", "parked"})
