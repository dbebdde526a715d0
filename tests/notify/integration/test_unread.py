"""What only a person can read: answered once a day, sealed, shown to a coordinator, forgotten."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from pymongo.database import Database

from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.personal import MongoPersonalData
from tests.notify import api, examples
from tests.notify.texting import replies, write

CENTRE, COORDINATOR = "ce" * 16, "c0" * 16
WORDS = "I miss you all, when do we meet?"


@pytest.fixture
def client(database: Database[dict[str, Any]]) -> FlaskClient:
    ensure_indexes(database)
    MongoContacts(database, examples.SEALED_NUMBERS).keep(examples.contacts())
    database["contacts"].update_one({"_id": examples.MEMBER}, {"$set": {"centre_id": CENTRE}})
    return api.bound(database).test_client()


def coordinator(centre_id: str = CENTRE) -> dict[str, str]:
    return api.authorization(COORDINATOR, "coordinator", centre=centre_id)


def shown(client: FlaskClient, **query: str) -> dict[str, Any]:
    answer = client.get("/api/notify/answers", query_string=query, headers=coordinator())
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(answer.json)


def test_it_is_answered_kindly_once_a_day_and_all_of_it_is_shown(client, database):
    for number in range(3):
        write(client, f"{WORDS} {number}", sid=f"SM{number}")

    assert replies(database) == ["not-understood"]
    page = shown(client, page_size="2")
    assert [each["text"] for each in page["items"]] == [f"{WORDS} 2", f"{WORDS} 1"]
    assert [each["member_id"] for each in page["items"]] == [examples.MEMBER] * 2
    assert [each["text"] for each in shown(client, cursor=page["next_cursor"])["items"]] == [f"{WORDS} 0"]


def test_what_speaks_of_help_is_answered_with_help(client, database):
    write(client, "I do not know how to go on, help")

    assert replies(database) == ["help-now"]
    assert len(shown(client)["items"]) == 1


def test_only_coordinators_of_the_home_see_it_and_mark_it(client, database):
    write(client, WORDS)
    text_id = shown(client)["items"][0]["id"]
    path, others = f"/api/notify/answers/{text_id}/handled", coordinator("0c" * 16)

    assert client.get("/api/notify/answers", headers=others).json["items"] == []
    assert client.put(path, headers=others).status_code == 404
    assert client.get("/api/notify/answers", headers=api.authorization()).status_code == 403
    assert client.put(path, headers=coordinator()).status_code == 204

    first = shown(client)["items"][0]["handled_at"]
    assert client.put(path, headers=coordinator()).status_code == 204
    assert shown(client)["items"][0]["handled_at"] == first is not None


def test_a_stranger_hears_nothing_and_nothing_is_kept_of_what_they_wrote(client, database):
    assert write(client, WORDS, From="+919876500000").status_code == 204

    assert replies(database) == []
    assert database["unread_texts"].count_documents({}) == 0


def test_the_words_rest_sealed_and_go_with_the_member(client, database):
    write(client, WORDS)

    stored = str([list(database[name].find()) for name in database.list_collection_names()])
    assert "miss you" not in stored
    MongoPersonalData(database).erase(examples.MEMBER)
    assert database["unread_texts"].count_documents({}) == 0


def test_what_a_coordinator_who_is_gone_saw_to_stays_without_their_name(client, database):
    write(client, WORDS)
    text_id = shown(client)["items"][0]["id"]
    client.put(f"/api/notify/answers/{text_id}/handled", headers=coordinator())

    MongoPersonalData(database).erase(COORDINATOR)

    assert database["unread_texts"].find_one()["handled_by"] is None


def test_an_oversized_text_is_refused_before_it_is_read(client, database):
    assert write(client, "x" * 2_000_000).status_code == 413
    assert write(client, "x" * 1_601).status_code == 422
    assert database["answers"].count_documents({}) == 0
