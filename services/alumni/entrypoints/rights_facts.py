"""What alumni does about withdrawn consents, and about the answers of those who erase."""

from __future__ import annotations

from contextlib import suppress

from alumni import inbound
from alumni.adapters.stores import Stores
from alumni.domain.errors.erasure import ErasureUnknown
from alumni.handlers.consent import follow_withdrawal
from alumni.handlers.erasure import note_answer
from alumni.handlers.pairs import follow_no_to_mentoring
from chassis.clock import utc_now
from chassis.consuming import Readers
from chassis.events import Event


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every event of this subject that is read."""

    def note(event: Event) -> None:
        data, service = event.data, event.type.split(".")[0]
        with suppress(ErasureUnknown):  # An answer of before a database was restored, for one.
            note_answer(data["erasure_id"], service, data["records"], erasures=stores.erasures, at=utc_now())

    def follow(event: Event) -> None:
        follow_withdrawal(
            event.data["member_id"],
            event.data["purpose"],
            consents=stores.consents,
            members=stores.members,
            at=utc_now(),
        )
        follow_no_to_mentoring(
            event.data["member_id"],
            event.data["purpose"],
            consents=stores.consents,
            wishes=stores.wishes,
            walks=stores.walks,
            at=utc_now(),
        )

    return {
        "groups.member.erased.v1": (inbound.MemberErasedThere, note),
        "notify.member.erased.v1": (inbound.MemberErasedThere, note),
        "alumni.consent.withdrawn.v1": (inbound.ConsentWithdrawn, follow),
    }
