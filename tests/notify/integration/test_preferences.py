"""What a member chooses, with a login or by a signed link."""

from datetime import timedelta

import pytest

from chassis.clock import utc_now
from chassis.http.schemas import rfc3339
from chassis.ids import new_id
from notify.domain.contacts import Channel
from notify.domain.preferences import ALWAYS, DEFAULT, Purpose
from tests.notify import api, examples

ROOT = "/api/notify/preferences"
CHOSEN = {
    "order": ["email", "sms"],
    "off": [{"purpose": "milestones", "channel": "sms"}],
    "quiet": {"begin": "22:30", "end": "07:00"},
    "paused_until": None,
    "full_wording": True,
    "bundling": "daily",
    "most_texts": 3,
    "leads": [2880, 60],
}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def client(database, mongo_stores):
    mongo_stores.contacts.keep(examples.contacts())
    return api.bound(database).test_client()


def put(client, path: str = "", *, member_id: str = examples.MEMBER, **wish):
    return client.put(f"{ROOT}{path}", json=wish, headers=api.authorization(member_id))


def known(mongo_stores):
    return mongo_stores.contacts.of([examples.MEMBER])[examples.MEMBER].preferences


def token_of(link: str | None) -> str:
    assert link is not None
    return link.rpartition("/")[2]


def page_token() -> str:
    return token_of(api.LINKS.preferences_link(examples.MEMBER, utc_now()))


def mail_token(purpose: Purpose = Purpose.MEETINGS) -> str:
    return token_of(api.LINKS.unsubscribe_link(examples.MEMBER, purpose, utc_now()))


def test_who_chose_nothing_sees_what_holds(client):
    shown = client.get(ROOT, headers=api.authorization()).json

    assert shown["order"] == list(DEFAULT.order)
    assert shown["quiet"] == {"begin": "21:00", "end": "08:00"}
    assert shown["leads"] == [1440, 120]


def test_what_was_chosen_is_kept_and_obeyed(client, mongo_stores):
    assert put(client, **CHOSEN).json == CHOSEN
    assert client.get(ROOT, headers=api.authorization()).json == CHOSEN

    kept = known(mongo_stores)
    assert kept.route(Purpose.MILESTONES, ["sms", "email"]) == ("email",)
    assert kept.route(Purpose.MEETINGS, ["sms", "email"]) == ("email", "sms")
    assert kept.leads == (timedelta(days=2), timedelta(hours=1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("order", []),
        ("order", ["sms", "sms"]),
        ("order", ["Pigeon post"]),
        ("off", [{"purpose": "account", "channel": "sms"}]),
        ("off", [{"purpose": "meetings", "channel": "in box"}]),
        ("off", [{"purpose": "meetings", "channel": "sms"}] * 2),
        ("quiet", {"begin": "24:00", "end": "07:00"}),
        ("quiet", {"begin": "9:00", "end": "07:00"}),
        ("paused_until", "2020-01-01T00:00:00Z"),
        ("paused_until", "2999-01-01T00:00:00Z"),
        ("bundling", "never"),
        ("most_texts", 0),
        ("most_texts", 51),
        ("leads", [14]),
        ("leads", [60, 60]),
        ("leads", [60, 61, 62, 63, 64]),
    ],
)
def test_what_is_out_of_bounds_is_refused_field_by_field(client, mongo_stores, field, value):
    before = known(mongo_stores)
    answer = put(client, **{**CHOSEN, field: value})

    assert answer.status_code == 422
    assert field in str(answer.json["errors"])
    assert known(mongo_stores) == before


def test_somebody_of_whom_nobody_told_us_is_asked_to_come_back(client):
    stranger = new_id()

    assert client.get(ROOT, headers=api.authorization(stranger)).status_code == 404
    assert put(client, member_id=stranger, **CHOSEN).status_code == 404


def test_everything_is_paused_until_a_moment_and_goes_on_at_a_word(client, mongo_stores):
    until = utc_now().replace(microsecond=0) + timedelta(days=3)
    put(client, **CHOSEN)

    assert put(client, "/pause", until=rfc3339(until)).json["paused_until"] == rfc3339(until)
    assert (known(mongo_stores).paused_until, known(mongo_stores).most_texts) == (until, 3)
    assert put(client, "/pause", until=None).json["paused_until"] is None


def test_a_pause_that_is_over_is_not_shown_and_so_can_be_sent_back(client, database):
    put(client, **CHOSEN)
    over = utc_now() - timedelta(hours=1)
    database["contacts"].update_one({}, {"$set": {"preferences.paused_until": over}})

    shown = client.get(ROOT, headers=api.authorization()).json
    assert shown["paused_until"] is None
    assert put(client, **shown).status_code == 200


def test_a_test_message_goes_out_over_the_channel_once_a_minute(client, mongo_stores):
    def ask(channel: str):
        return client.post(f"{ROOT}/test-message", json={"channel": channel}, headers=api.authorization())

    answer = ask("email")
    assert answer.status_code == 202
    [taken] = mongo_stores.messages.claim(Channel.EMAIL, "smtp", examples.lease(), 9, utc_now())
    assert (taken.id, taken.template) == (answer.json["message_id"], "test-message")
    again = ask("sms")
    assert (again.status_code, again.json["code"]) == (429, "too-soon")


def test_no_test_message_goes_where_the_member_cannot_be_reached(client, mongo_stores):
    mongo_stores.contacts.drop_contact(examples.MEMBER, Channel.EMAIL, 2)

    answer = client.post(f"{ROOT}/test-message", json={"channel": "email"}, headers=api.authorization())
    assert (answer.status_code, answer.json["code"]) == (409, "channel-unreachable")


def test_a_link_shows_what_was_chosen_and_nothing_of_the_person(client):
    shown = client.get(f"{ROOT}/by-link/{page_token()}")

    assert shown.json == {"language": "en", "purpose": None, "off": [], "paused_until": None}
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.get(f"{ROOT}/by-link/{mail_token()}").json["purpose"] == "meetings"


def test_by_a_link_one_chooses_what_comes_and_a_pause(client, mongo_stores):
    until = utc_now().replace(microsecond=0) + timedelta(days=3)
    wish = {"off": [{"purpose": "meetings", "channel": "sms"}], "paused_until": rfc3339(until)}
    put(client, **CHOSEN)

    answer = client.put(f"{ROOT}/by-link/{page_token()}", json=wish)
    assert answer.json.items() >= wish.items()
    assert known(mongo_stores).off == {(Purpose.MEETINGS, "sms")}
    assert (known(mongo_stores).paused_until, known(mongo_stores).most_texts) == (until, 3)


@pytest.mark.parametrize("method", ["get", "put"])
@pytest.mark.parametrize("token", ["A" * 47, "short", "A" * 64])
def test_what_is_no_link_of_ours_opens_nothing(client, method, token):
    wish = {"json": {"off": [], "paused_until": None}} if method == "put" else {}

    answer = getattr(client, method)(f"{ROOT}/by-link/{token}", **wish)
    assert (answer.status_code, answer.json["code"]) == (404, "link-unknown")


def test_the_link_of_somebody_who_is_gone_opens_nothing(client, database):
    database["contacts"].delete_many({})

    assert client.get(f"{ROOT}/by-link/{page_token()}").status_code == 404
    assert client.post(f"/api/notify/unsubscribe/{mail_token()}", data=ONE_CLICK).status_code == 404


def test_one_click_leaves_the_purpose_by_mail_only_and_once_or_twice_is_the_same(client, mongo_stores):
    put(client, **CHOSEN)
    for _ in range(2):
        answer = client.post(f"/api/notify/unsubscribe/{mail_token()}", data=ONE_CLICK)
        assert (answer.status_code, answer.mimetype) == (200, "text/plain")

    assert known(mongo_stores).off == {(Purpose.MILESTONES, "sms"), (Purpose.MEETINGS, "email")}


def test_a_mail_program_may_send_the_click_as_multipart(client, mongo_stores):
    path = f"/api/notify/unsubscribe/{mail_token()}"

    assert client.post(path, data=ONE_CLICK, content_type="multipart/form-data").status_code == 200
    assert known(mongo_stores).off == {(Purpose.MEETINGS, "email")}


def test_the_button_of_the_page_leaves_every_mail_that_can_be_left(client, mongo_stores):
    client.post(f"/api/notify/unsubscribe/{page_token()}", data=ONE_CLICK)

    assert known(mongo_stores).off == {(each, "email") for each in set(Purpose) - ALWAYS}


def test_looking_at_the_link_changes_nothing_and_leads_to_the_page(client, mongo_stores):
    before, token = known(mongo_stores), mail_token()
    answer = client.get(f"/api/notify/unsubscribe/{token}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/preferences/{token}")
    assert client.post(f"/api/notify/unsubscribe/{token}", data={}).status_code == 422
    assert known(mongo_stores) == before
