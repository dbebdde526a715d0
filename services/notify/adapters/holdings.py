"""Everything that notify holds of a person, collection by collection: contacts first."""

from chassis.personal import Holding, delete

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        collection="contacts",
        by=("_id",),
        erasing=delete,
        hidden=("sealed", "sequence", "quiet_sequence", "number_index"),
    ),
    Holding(
        collection="answers",
        by=("member_id",),
        erasing=delete,
        hidden=("version", "sequence", "shard", "outbox"),
    ),
    Holding(
        collection="messages",
        by=("member_id",),
        erasing=delete,
        hidden=("member_id", "sealed_recipient", "params", "lease", "fact_id", "provider_id"),
    ),
)
# Collections that hold nothing of any member: of who is gone, a digest of an id that is nobody's.
OF_NOBODY = frozenset({"gone", "erasures", "relay_leases", "parked"})
