"""What is kept of codes, rights and the member themselves."""

from chassis.personal import Holding, delete, keep

HOLDINGS: tuple[Holding, ...] = (
    # Codes that went to a member's contact are found by that contact, when contacts are forgotten.
    Holding(
        collection="sign_in_attempts",
        by=("member_id",),
        erasing=delete,
        hidden=("contact_index", "sealed_contact", "code_mac"),
    ),
    Holding(collection="audit", by=("about",), erasing=keep, hidden=("by", "previous", "hash")),
    # What remains of an erasure is that somebody went, and when.
    Holding(collection="erasures", by=("member_id",), erasing=keep, hidden=("next_at",)),
    # The last: until everything else is gone, an interrupted erasure finds who it was about.
    Holding(
        collection="members",
        by=("_id",),
        erasing=delete,
        hidden=("handle_key", "contacts.index", "contacts.sealed"),
    ),
)
