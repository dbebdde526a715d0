"""What one person leaves in every feature: a filler each. A new feature adds its own to FILLERS."""

from collections.abc import Callable
from datetime import timedelta

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.domain.roster import Roster
from tests.groups.attending import a_date, a_group
from tests.rights import belonging, walking
from tests.rights.traces import PHONE, YES, Traces, done


def consents(traces: Traces) -> None:
    done(traces.person.put("/me/consents/figures", YES))


def codes(traces: Traces) -> None:
    """Ask for a code that is never used."""
    traces.person.request_code(phone=PHONE)


def meetings(traces: Traces) -> None:
    """Hold a seat to come, wait in a queue, and have been somewhere."""
    stores, now = traces.network.groups_stores, utc_now()
    registered = traces.caller.register(a_date(stores, now + timedelta(days=1)))
    assert registered.status_code == 201, registered.json
    past = a_date(stores, now - timedelta(hours=1))
    stores.rows.update_one({"_id": past}, {"$set": {"seats": [{"id": new_id(), "member": traces.member_id}]}})
    full = a_date(stores, now + timedelta(days=2), capacity=1, seats=[{"id": new_id(), "member": new_id()}])
    assert traces.caller.register(full).json["state"] == "queued"


def boards(traces: Traces) -> None:
    """Write a thread, answer somebody, hear somebody, report somebody."""
    network = traces.network
    other = network.in_groups(new_id())
    group = a_group(network.groups_stores, traces.member_id)
    for each in (traces.member_id, other.member_id):
        membership = network.groups_stores.memberships.of(group.id, each)
        membership.admit(utc_now())
        network.groups_stores.memberships.save(membership)
    network.groups_stores.rosters.save(Roster(group_id=group.id, time_zone="Asia/Kolkata"))
    written = {"title": traces.text("title of a thread"), "text": traces.text("text of a thread")}
    begun = traces.caller.post(f"/boards/{group.id}/threads", json=written)
    assert begun.status_code == 201, begun.json
    thread_id = begun.json["post"]["thread_id"]
    answer = other.post(f"/threads/{thread_id}/posts", json={"text": "an answer that stays"})
    assert answer.status_code == 201, answer.json
    post_id = answer.json["post"]["id"]
    heard = traces.caller.call("PUT", f"/posts/{post_id}/hears")
    assert heard.status_code < 300, heard.json
    report = {"reason": "spam", "note": traces.text("note of a report")}
    reported = traces.caller.post(f"/posts/{post_id}/reports", json=report)
    assert reported.status_code < 300, reported.json


FILLERS: tuple[Callable[[Traces], None], ...] = (
    *(consents, codes, meetings, boards),
    *(Traces.settle, *walking.FILLERS, *belonging.FILLERS),
)
