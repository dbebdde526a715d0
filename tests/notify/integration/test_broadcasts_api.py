"""Broadcasts over HTTP: a coordinator writes, another one decides, and nobody else sees anything."""

from datetime import timedelta

import pytest

from chassis.clock import to_rfc3339, utc_now
from chassis.ids import derived_id, new_id
from notify.domain.broadcast import MOST_ALONE
from notify.domain.contacts import Language
from notify.domain.message import State
from tests.notify import api, examples
from tests.notify.broadcasting import AUTHOR, CENTRE, ELSEWHERE, SECOND, morning

PATH = "/api/notify/broadcasts"
COORDINATOR = api.authorization(AUTHOR, "coordinator", centre=CENTRE)
ANOTHER = api.authorization(SECOND, "coordinator", centre=CENTRE)
STRANGER = api.authorization(derived_id("a stranger"), "coordinator", centre=ELSEWHERE)
ADMINISTRATOR = api.authorization(derived_id("an administrator"), "network-administrator")


def wanted(**differences):
    return {
        "template": "invitation",
        "values": {"starts_at": to_rfc3339(morning() + timedelta(days=1))},
        "scheduled_at": to_rfc3339(morning()),
        **differences,
    }


@pytest.fixture
def client(database, mongo_stores):
    return api.bound(database).test_client()


@pytest.fixture
def people(database):
    def settle(many: int, **more) -> None:
        database["contacts"].insert_many(
            {
                "_id": new_id(),
                "language": Language.ENGLISH,
                "time_zone": "Asia/Kolkata",
                "sealed": dict(examples.SEALED),
                "sequence": 1,
                "centre_id": CENTRE,
                **more,
            }
            for _ in range(many)
        )

    return settle


def written(client, headers=COORDINATOR, **differences):
    return client.post(PATH, json=wanted(**differences), headers=headers)


def deed(client, broadcast_id, name, headers=COORDINATOR):
    return client.post(f"{PATH}/{broadcast_id}/{name}", headers=headers)


def read(client, broadcast_id, name="", headers=COORDINATOR):
    return client.get(f"{PATH}/{broadcast_id}{name}", headers=headers)


def test_a_draft_is_written_once_for_each_key_and_shown(client):
    again = {**COORDINATOR, "Idempotency-Key": "once"}
    answers = [client.post(PATH, json=wanted(), headers=again) for _ in range(2)]

    assert {each.status_code for each in answers} == {201}
    assert answers[0].json == answers[1].json == read(client, answers[0].json["id"]).json
    shown = answers[0].json
    assert (shown["phase"], shown["centre_id"], shown["template"]) == ("draft", CENTRE, "invitation")
    assert [(each["deed"], each["by"]) for each in shown["acts"]] == [("wrote", AUTHOR)]


def test_many_are_written_to_when_a_second_coordinator_agrees(client, people):
    people(MOST_ALONE + 1)
    broadcast_id = written(client).json["id"]
    assert deed(client, broadcast_id, "submit").json["phase"] == "awaiting-approval"
    own = deed(client, broadcast_id, "approve")
    assert (own.status_code, own.json["code"]) == (409, "own-broadcast")

    approved = deed(client, broadcast_id, "approve", ANOTHER)

    assert (approved.json["phase"], approved.json["people"]) == ("scheduled", MOST_ALONE + 1)
    changed = client.put(f"{PATH}/{broadcast_id}", json=wanted(template="hours-change"), headers=ANOTHER)
    assert (changed.json["phase"], changed.json["approved"]) == ("draft", False)


def test_an_administrator_of_the_network_decides_and_does_not_write(client, people):
    people(MOST_ALONE + 1)
    broadcast_id = written(client).json["id"]
    deed(client, broadcast_id, "submit")

    assert deed(client, broadcast_id, "refuse", ADMINISTRATOR).json["phase"] == "draft"
    assert written(client, ADMINISTRATOR).status_code == 403
    listed = client.get(PATH, headers=ADMINISTRATOR).json["items"]
    assert [each["id"] for each in listed] == [broadcast_id]


def test_of_another_centre_nothing_is_seen_or_done(client):
    broadcast_id, nobodys = written(client).json["id"], new_id()
    for method, name in [
        *(("GET", each) for each in ("", "/preview", "/count", "/report", "/report.csv")),
        *(("POST", each) for each in ("/submit", "/approve", "/refuse", "/stop")),
        ("DELETE", ""),
        ("PUT", ""),
    ]:
        body = wanted() if method == "PUT" else None
        theirs, none = (
            client.open(f"{PATH}/{each}{name}", method=method, headers=STRANGER, json=body)
            for each in (broadcast_id, nobodys)
        )
        assert (theirs.status_code, theirs.json["code"]) == (404, "broadcast-unknown"), (method, name)
        assert (none.status_code, none.json["code"]) == (404, "broadcast-unknown")
    assert client.get(PATH, headers=STRANGER).json["items"] == []
    partner = api.authorization(role="partner-system")
    assert client.get(PATH, headers=partner).status_code == 403


def test_who_acts_for_no_centre_writes_to_none(client):
    nowhere = api.authorization(AUTHOR, "coordinator")

    assert (written(client, nowhere).status_code, written(client, nowhere).json["code"]) == (409, "no-centre")


def test_broadcasts_are_listed_page_by_page(client):
    made = [written(client).json["id"] for _ in range(5)]
    found, cursor = [], ""
    while cursor is not None:
        query = f"?page_size=2{cursor and f'&cursor={cursor}'}"
        page = client.get(f"{PATH}{query}", headers=COORDINATOR).json
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]

    assert sorted(found) == sorted(made)


def test_who_would_be_written_to_is_counted_with_every_cause(client, people):
    people(2)
    people(1, quiet=True)
    people(1, stopped=["sms", "email"])
    people(1, unreachable=["sms", "email"])
    broadcast_id = written(client).json["id"]

    assert read(client, broadcast_id, "/count").json == {
        "people": 5,
        "written": 2,
        "skipped": [{"cause": each, "count": 1} for each in ("quiet", "stopped", "unreachable")],
        "needs_approval": False,
    }


def test_the_words_are_seen_in_every_language_before(client):
    words = read(client, written(client).json["id"], "/preview").json["words"]

    assert [each["language"] for each in words] == ["en", "pa", "hi"]
    shown = [*words, *(each["full"] for each in words)]
    assert all("{" not in each["sms"] + each["body"] and each["segments"] >= 1 for each in shown)
    assert words[0]["full"]["sms"].startswith("Hamrah: your centre invites you for ")


def test_what_is_stopped_is_told_in_the_report(client, people, mongo_stores):
    people(1)
    broadcast_id = written(client).json["id"]
    deed(client, broadcast_id, "submit")
    fates = [State.CREATED, State.SENDING, State.SENT, State.DELIVERED]
    mongo_stores.messages.add_once(
        [examples.message(broadcast_id=broadcast_id, state=each, provider="msg91") for each in fates]
    )

    assert deed(client, broadcast_id, "stop").json["phase"] == "stopped"
    report = read(client, broadcast_id, "/report").json
    counts = ("waiting", "in_flight", "accepted", "delivered")
    assert [report[each] for each in counts] == [0, 1, 2, 1]
    assert report["failed"] == [{"cause": "broadcast-stopped", "count": 1}]
    assert report["paise"] == 2 * 20  # two texts of one segment
    table = read(client, broadcast_id, "/report.csv")
    assert table.mimetype == "text/csv"
    assert "failed,broadcast-stopped,1" in table.text.splitlines()


def test_a_draft_is_deleted_and_nothing_else(client, people):
    people(1)
    kept, gone = (written(client).json["id"] for _ in range(2))
    deed(client, kept, "submit")

    assert client.delete(f"{PATH}/{gone}", headers=ANOTHER).status_code == 204
    assert read(client, gone).status_code == 404
    assert client.delete(f"{PATH}/{kept}", headers=COORDINATOR).json["code"] == "not-a-draft"


@pytest.mark.parametrize(
    ("differences", "status", "code"),
    [
        ({"template": "sign-in-code"}, 422, "input-invalid"),
        ({"text": "whatever I like"}, 422, "input-invalid"),
        ({"values": {"starts_at": to_rfc3339(utc_now())}}, 409, "unfit-values"),
        ({"template": "away-for-a-while"}, 409, "unfit-values"),
        ({"scheduled_at": to_rfc3339(morning() - timedelta(hours=2))}, 409, "outside-hours"),
        ({"scheduled_at": to_rfc3339(utc_now() - timedelta(hours=2))}, 409, "time-passed"),
        ({"segment": {"languages": ["xx"]}}, 422, "input-invalid"),
        ({"segment": {"centre_id": ELSEWHERE}}, 422, "input-invalid"),
    ],
)
def test_what_can_never_be_sent_is_refused(client, differences, status, code):
    answer = written(client, **differences)

    assert (answer.status_code, answer.json["code"]) == (status, code)
