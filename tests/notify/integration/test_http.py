"""The HTTP API: receipts move messages forward, and members see their own."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from chassis.clock import utc_now
from chassis.http import unmapped
from chassis.ids import derived_id, new_id
from notify.domain.contacts import Channel
from notify.domain.delivery import Accepted, after_outcome
from notify.domain.errors import NotifyError
from notify.domain.message import State
from notify.entrypoints.http import PROBLEMS
from tests.notify import api, examples


@pytest.fixture
def client(database, mongo_stores):
    return api.bound(database).test_client()


@pytest.fixture
def sent(mongo_stores):
    """A text the provider has."""
    mongo_stores.messages.add_once([examples.message()])
    [taken] = mongo_stores.messages.claim(Channel.SMS, "twilio", examples.lease(), 1, utc_now())
    mongo_stores.messages.apply([after_outcome(taken, Accepted("SM1"), utc_now())])
    return taken


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", State.DELIVERED),
        ("read", State.DELIVERED),
        ("undelivered", State.FAILED),
        ("failed", State.FAILED),
        ("sent", State.SENT),
        ("something-new", State.SENT),
    ],
)
def test_a_signed_receipt_moves_the_message(client, sent, mongo_stores, status, state):
    assert api.send_receipt(client, sent.id, api.receipt("SM1", status)).status_code == 204
    assert mongo_stores.messages.find(sent.id).state is state


def test_a_failed_delivery_keeps_the_providers_code(client, sent, mongo_stores):
    api.send_receipt(client, sent.id, api.receipt("SM1", "undelivered", ErrorCode="30003"))

    assert mongo_stores.messages.find(sent.id).reason == "30003"


@pytest.mark.parametrize("order", sorted(set(permutations(["queued", "sent", "delivered", "delivered"]))))
def test_receipts_in_any_order_end_in_delivered(client, sent, mongo_stores, order):
    answers = {api.send_receipt(client, sent.id, api.receipt("SM1", status)).status_code for status in order}

    assert answers == {204}
    assert mongo_stores.messages.find(sent.id).state is State.DELIVERED


@pytest.mark.parametrize("state", [State.CREATED, State.SENDING, State.UNKNOWN])
def test_a_receipt_settles_a_message_whatever_the_sender_knew(client, mongo_stores, state):
    message = examples.message(state=state)
    mongo_stores.messages.add_once([message])
    api.send_receipt(client, message.id, api.receipt("SM9", "delivered"))
    found = mongo_stores.messages.find(message.id)

    assert (found.state, found.provider_id) == (State.DELIVERED, "SM9")


def test_a_receipt_nobody_signed_changes_nothing(client, sent, mongo_stores):
    form = api.receipt("SM1", "delivered")
    unsigned = client.post(f"/api/notify/webhooks/sms/{sent.id}", data=form)
    forged = api.send_receipt(client, sent.id, form, token="a guess")

    for answer in (unsigned, forged):
        assert (answer.status_code, answer.json["code"]) == (403, "signature-refused")
    assert mongo_stores.messages.find(sent.id).state is State.SENT


def test_a_signature_is_good_for_its_own_message_and_fields_only(client, sent):
    path = f"/api/notify/webhooks/sms/{sent.id}"
    form = api.receipt("SM1", "sent")
    signature = api.RequestValidator(api.provider.AUTH_TOKEN).compute_signature(api.PUBLIC_URL + path, form)
    headers = {"X-Twilio-Signature": signature}
    other = f"/api/notify/webhooks/sms/{new_id()}"

    assert client.post(path, data={**form, "MessageStatus": "failed"}, headers=headers).status_code == 403
    assert client.post(other, data=form, headers=headers).status_code == 403
    assert client.post(path, data=form, headers=headers).status_code == 204


def test_the_signature_is_looked_at_before_the_fields(client, sent):
    assert client.post(f"/api/notify/webhooks/sms/{sent.id}", json={}).status_code == 403


def test_a_signed_receipt_of_an_unknown_message_is_404(client):
    answer = api.send_receipt(client, new_id(), api.receipt("SM1", "delivered"))

    assert (answer.status_code, answer.json["code"]) == (404, "message-unknown")


def test_an_id_of_another_shape_is_404(client):
    assert api.send_receipt(client, "x", api.receipt("SM1", "delivered")).status_code == 404


@pytest.mark.parametrize("missing", ["MessageSid", "MessageStatus"])
def test_a_signed_receipt_that_lacks_a_field_is_refused_with_its_name(client, sent, missing):
    form = api.receipt("SM1", "delivered")
    del form[missing]
    answer = api.send_receipt(client, sent.id, form)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [missing]


def test_a_member_sees_their_own_messages_page_by_page_and_nothing_that_was_said(client, mongo_stores):
    now = utc_now()
    mine = [examples.message(created_at=now + timedelta(seconds=number // 2)) for number in range(7)]
    another = replace(examples.message(), member_id=derived_id("another"))
    mongo_stores.messages.add_once([*mine, another, examples.code_message()])
    found, cursor = [], ""
    while cursor is not None:
        query = f"?page_size=3{cursor and f'&cursor={cursor}'}"
        page = client.get(f"/api/notify/messages{query}", headers=api.authorization()).json
        assert len(page["items"]) <= 3
        found += page["items"]
        cursor = page["next_cursor"]

    newest_first = sorted(mine, key=lambda each: (each.created_at, each.id), reverse=True)
    assert [each["id"] for each in found] == [each.id for each in newest_first]
    shown = {"id", "template", "channel", "purpose", "why", "state", "created_at", "updated_at"}
    assert set(found[0]) == shown


def test_messages_need_a_token_of_a_member(client):
    assert client.get("/api/notify/messages").status_code == 401
    assert client.get("/api/notify/messages", headers=api.authorization(role="partner")).status_code == 403


@pytest.mark.parametrize("query", ["page_size=0", "page_size=101", "cursor=x", "colour=red"])
def test_a_senseless_query_is_refused(client, query):
    assert client.get(f"/api/notify/messages?{query}", headers=api.authorization()).status_code == 422


def test_every_error_of_the_domain_has_an_answer():
    assert unmapped(NotifyError, PROBLEMS) == []
