"""The inbox: what a member was told, in their language, read once; and a stream of how much is unread."""

from datetime import timedelta

import pytest

from chassis import draining
from chassis.clock import utc_now
from chassis.ids import new_id
from notify.adapters.templates import read_template
from notify.domain.contacts import INBOX, Channel, Language
from notify.domain.message import State, Template
from notify.domain.variables import Kind, param_of
from notify.entrypoints.http.streams import Streams, TooManyStreams, streamed
from notify.handlers.table import ROWS
from notify.views.inbox import WORDS_KEPT
from tests.notify import api, examples

ROOT = "/api/notify/inbox"


@pytest.fixture
def client(database, mongo_stores):
    mongo_stores.contacts.keep(examples.contacts())
    return api.bound(database).test_client()


def entry(**differences):
    ordinary = {"channel": INBOX, "state": State.DELIVERED, "fact_type": "groups.registration.confirmed.v1"}
    return examples.message(**{**ordinary, **differences})


def get(client, path: str = "", member_id: str = examples.MEMBER, status: int = 200):
    answer = client.get(f"{ROOT}{path}", headers=api.authorization(member_id))
    assert answer.status_code == status
    return answer.json


def test_what_is_told_lies_in_the_inbox_with_its_words_and_its_cause(client, mongo_stores):
    data = {"member_id": examples.MEMBER, "starts_at": examples.STARTS_AT}
    fact = examples.event("groups.registration.confirmed.v1", data)
    ROWS[fact.type].tell(fact, mongo_stores.contacts, mongo_stores.messages)

    page = get(client)
    [shown] = page["items"]
    assert (page["unread"], page["next_cursor"]) == (1, None)
    assert shown["title"] == "Your place is confirmed"
    assert "6:30 pm" in shown["text"]
    assert (shown["template"], shown["purpose"], shown["why"]) == ("place-confirmed", "meetings", fact.type)
    assert (shown["is_urgent"], shown["read_at"], shown["language"]) == (False, None, "en")


@pytest.mark.parametrize("template", sorted(set(Template) - {Template.SIGN_IN_CODE}))
def test_every_template_but_the_code_can_be_read_in_the_inbox(client, mongo_stores, template):
    values = {Kind.MOMENT: examples.STARTS_AT, Kind.NUMBER: 3}
    variables = read_template(template).variables
    params = {param_of(name): values[Kind(kind)] for name, kind in variables.items()}
    mongo_stores.messages.add_once([entry(template=template, params={"time_zone": "Asia/Kolkata", **params})])

    [shown] = get(client)["items"]
    assert shown["title"]
    assert shown["text"]


def test_words_come_in_the_language_of_the_moment(client, mongo_stores):
    mongo_stores.messages.add_once([entry()])
    mongo_stores.contacts.keep_preferences(examples.MEMBER, Language.HINDI, "Asia/Kolkata", 2)

    [shown] = get(client)["items"]
    assert shown["language"] == "hi"
    assert any(ord(letter) in range(0x900, 0x980) for letter in shown["text"])


def test_after_30_days_it_is_known_that_there_was_something_and_not_what(client, mongo_stores):
    old = utc_now() - WORDS_KEPT - timedelta(minutes=1)
    mongo_stores.messages.add_once([entry(created_at=old)])

    page = get(client)
    [shown] = page["items"]
    assert (shown["title"], shown["text"], shown["template"]) == (None, None, "place-confirmed")
    assert page["unread"] == 0


def test_the_inbox_is_paged_the_newest_first_and_shows_nobody_elses(client, mongo_stores):
    now = utc_now()
    entries = [entry(created_at=now - timedelta(minutes=minutes)) for minutes in range(5)]
    mongo_stores.messages.add_once([*entries, entry(member_id=new_id()), examples.message()])

    shown, cursor = [], ""
    while cursor is not None:
        page = get(client, f"?page_size=2{cursor and f'&cursor={cursor}'}")
        shown += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert shown == [each.id for each in entries]
    assert get(client, member_id=new_id())["items"] == []


def test_an_entry_is_read_once_and_by_its_member_only(client, mongo_stores):
    mongo_stores.messages.add_once([unread := entry(), text := examples.message()])

    def read(message_id: str, member_id: str = examples.MEMBER) -> int:
        path = f"{ROOT}/{message_id}/read"
        return client.put(path, headers=api.authorization(member_id)).status_code

    assert [read(unread.id, new_id()), read(text.id), read(new_id())] == [404, 404, 404]
    assert get(client, "/unread") == {"unread": 1}
    assert read(unread.id) == 204
    first = mongo_stores.messages.find(unread.id).read_at
    assert read(unread.id) == 204
    assert mongo_stores.messages.find(unread.id).read_at == first is not None
    assert get(client, "/unread") == {"unread": 0}
    assert mongo_stores.messages.read_among([unread.id, text.id]) == {unread.id}


def test_everything_can_be_marked_as_read_at_once(client, mongo_stores):
    mongo_stores.messages.add_once([entry(), entry(), another := entry(member_id=new_id())])

    answer = client.post(f"{ROOT}/read-all", headers=api.authorization())
    assert answer.json == {"read": 2}
    assert get(client, "/unread") == {"unread": 0}
    assert mongo_stores.messages.find(another.id).read_at is None


def test_counting_what_is_unread_looks_at_nothing_else(client, mongo_stores, database):
    mongo_stores.messages.add_once([entry() for _ in range(3)])
    unread = {"member_id": examples.MEMBER, "channel": INBOX, "read_at": None}

    assert "'indexName': 'inbox'" in str(database["messages"].find(unread).explain()["queryPlanner"])


def test_what_was_sent_says_for_what_and_why_and_leaves_the_inbox_out(client, mongo_stores):
    text = examples.message(fact_type="groups.registration.confirmed.v1")
    mongo_stores.messages.add_once([entry(), text])

    answer = client.get("/api/notify/messages", headers=api.authorization())
    [shown] = answer.json["items"]
    assert (shown["id"], shown["channel"], shown["why"]) == (text.id, Channel.SMS, text.fact_type)
    assert shown["purpose"] == text.purpose


def test_a_listener_hears_how_much_is_unread(client, mongo_stores):
    mongo_stores.messages.add_once([entry()])

    answer = client.get(f"{ROOT}/stream", headers=api.authorization())
    assert answer.mimetype == "text/event-stream"
    assert answer.text.startswith('retry: 3000\n\nevent: unread\ndata: {"unread": 1}\n\n')
    assert ": still here\n\n" in answer.text


def test_a_change_is_told_and_what_stays_the_same_is_not():
    counts = iter([1, 1, 2, 2, 2])
    stream = streamed(
        lambda: {"unread": next(counts, 2)}, "unread", Streams(life=0.2, look=0.01, heartbeat=9)
    )

    told = [line for line in stream.get_data(as_text=True).split("\n") if line.startswith("data")]
    assert told == ['data: {"unread": 1}', 'data: {"unread": 2}']


def test_a_worker_streams_to_so_many_and_gives_each_place_back():
    streams = Streams(most=1, life=0.0)
    first = streamed(dict, "unread", streams)

    with pytest.raises(TooManyStreams):
        streamed(dict, "unread", streams)
    first.close()
    streamed(dict, "unread", streams).close()


def test_one_listener_too_many_is_told_to_come_back(client):
    taken = [client.get(f"{ROOT}/stream", headers=api.authorization(), buffered=False) for _ in range(2)]

    answer = client.get(f"{ROOT}/stream", headers=api.authorization())
    assert (answer.status_code, answer.json["code"]) == (503, "too-many-streams")
    for each in taken:
        each.close()
    assert client.get(f"{ROOT}/stream", headers=api.authorization()).status_code == 200


def test_a_stream_ends_with_its_worker(monkeypatch):
    monkeypatch.setattr(draining, "_told", [])
    stream = streamed(lambda: {"unread": 1}, "unread", Streams(life=60, look=0.01))
    lines = stream.iter_encoded()
    assert [next(lines), next(lines)] == [b"retry: 3000\n\n", b'event: unread\ndata: {"unread": 1}\n\n']

    draining.begin()
    assert list(lines) == []
    stream.close()
