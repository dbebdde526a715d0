"""What MSG91 and Exotel post, as they document it: verified by the address, and read into our terms."""

import json
from itertools import permutations

import pytest

from chassis.clock import utc_now
from chassis.ids import new_id
from notify.adapters.mongo_contacts import MongoContacts
from notify.domain.contacts import Channel
from notify.domain.delivery import Accepted, after_outcome
from notify.domain.message import State
from tests.notify import api, examples

BASE = "/api/notify/webhooks"
SID = "0f477d60517e6e6a0f6d9a7e9af8630e"


@pytest.fixture
def client(database, mongo_stores):
    return api.bound(database).test_client()


@pytest.fixture
def sent(mongo_stores):
    """A text that a provider has."""
    mongo_stores.messages.add_once([examples.message()])
    [taken] = mongo_stores.messages.claim(Channel.SMS, "exotel", examples.lease(), 1, utc_now())
    mongo_stores.messages.apply([after_outcome(taken, Accepted(SID), utc_now())])
    return taken


def exotel(client, message_id, status, *, signature=None, **more):
    # developer.exotel.com/docs/sms-support/sms-webhooks: a form with these fields
    form = {
        "SmsSid": SID,
        "To": "09876543210",
        "Status": status,
        "SmsUnits": "1",
        "DateSent": "2026-11-24 18:30:00",
        "CustomField": message_id,
        **more,
    }
    path = api.RECEIPT_LINKS.of("exotel", message_id).removeprefix(api.PUBLIC_URL)
    if signature is not None:
        path = f"{path.rpartition('/')[0]}/{signature}"
    return client.post(path, data=form)


def msg91(client, *reports, token=api.TOKEN):
    # msg91.com/help/how-can-i-get-the-delivery-reports-on-my-webhook-url, version 2
    rows = [
        {
            "date": "2024-05-22 10:06:20",
            "amount": "0.01",
            "clientid": "",
            "INMSID": "0",
            "CRQID": message_id,
            "ctCode": "900",
            "number": "919876543210",
            "credit": "1",
            "status": status,
            "desc": "DELIVERED",
            "failedReason": "",
        }
        for message_id, status in reports
    ]
    request = {"senderId": "HAMRAH", "requestId": SID, "report": rows, "userId": "1", "campaignName": "API"}
    return client.post(f"{BASE}/receipts/msg91/{token}", data={"data": json.dumps([request])})


@pytest.mark.parametrize("order", sorted(set(permutations(["queued", "sent", "delivered", "delivered"]))))
def test_receipts_in_any_order_end_in_delivered(client, sent, mongo_stores, order):
    assert {exotel(client, sent.id, status).status_code for status in order} == {204}
    assert mongo_stores.messages.find(sent.id).state is State.DELIVERED


@pytest.mark.parametrize("state", [State.CREATED, State.SENDING, State.UNKNOWN])
@pytest.mark.parametrize("post", [lambda c, m: exotel(c, m, "delivered"), lambda c, m: msg91(c, (m, "1"))])
def test_a_receipt_settles_a_message_in_doubt(client, mongo_stores, state, post):
    message = examples.message(state=state)
    mongo_stores.messages.add_once([message])

    assert post(client, message.id).status_code == 204
    found = mongo_stores.messages.find(message.id)
    assert (found.state, found.provider_id) == (State.DELIVERED, SID)


def test_one_call_of_msg91_tells_of_many_and_unknown_ones_change_nothing(client, mongo_stores):
    messages = [examples.message() for _ in range(3)]
    mongo_stores.messages.add_once(messages)
    told = [(each.id, "1") for each in messages]

    assert msg91(client, ("0", "1"), (new_id(), "2"), *told).status_code == 204
    assert {mongo_stores.messages.find(each.id).state for each in messages} == {State.DELIVERED}


def test_an_address_is_good_for_its_own_message_only(client, sent, mongo_stores):
    others = api.RECEIPT_LINKS.of("exotel", new_id()).rpartition("/")[2]
    forged = [exotel(client, sent.id, "delivered", signature=each) for each in ("x", "0" * 64, others)]
    swapped = exotel(client, sent.id, "delivered", CustomField=new_id())
    elsewhere = client.post(
        api.RECEIPT_LINKS.of("msg91", sent.id).removeprefix(api.PUBLIC_URL).replace("msg91", "exotel"),
        data={},
    )

    assert {each.status_code for each in (*forged, swapped, elsewhere)} == {403}
    assert mongo_stores.messages.find(sent.id).state is State.SENT


@pytest.mark.parametrize(
    "path",
    [
        f"{BASE}/receipts/msg91/a-guess",
        f"{BASE}/receipts/nobody/{api.TOKEN}",
        f"{BASE}/answers/exotel/a-guess",
        f"{BASE}/answers/msg91/{api.TOKEN}",  # it passes on no texts
        f"{BASE}/answers/twilio/{api.TOKEN}",  # it signs
    ],
)
def test_whoever_does_not_know_the_address_is_refused(client, path):
    answer = client.post(path, data={"data": "[]"})

    assert (answer.status_code, answer.json["code"]) == (403, "signature-refused")


@pytest.mark.parametrize(
    "data", ["", "{}", "[1]", '[{"requestId": "1"}]', "[" * 20_000, '[{"requestId": "1", "report": [{}]}]']
)
def test_what_msg91_does_not_send_is_refused_and_quoted_to_nobody(client, data):
    answer = client.post(f"{BASE}/receipts/msg91/{api.TOKEN}", data={"data": data})

    assert (answer.status_code, answer.json["code"]) == (422, "webhook-unreadable")


def test_a_receipt_that_lacks_its_status_is_refused(client, sent):
    path = api.RECEIPT_LINKS.of("exotel", sent.id).removeprefix(api.PUBLIC_URL)

    assert client.post(path, data={"SmsSid": SID}).status_code == 422


def test_a_receipt_of_an_unknown_message_is_404(client):
    assert exotel(client, new_id(), "delivered").status_code == 404


def test_what_is_too_large_is_not_read(client):
    answer = client.post(f"{BASE}/receipts/msg91/{api.TOKEN}", data={"data": "x" * 2_000_000})

    assert answer.status_code == 413


@pytest.mark.parametrize("sender", ["09876543210", "9876543210", "+919876543210", "919876543210"])
def test_a_text_that_exotel_passes_on_is_an_answer_once(client, database, sender):
    kept = MongoContacts(database, examples.SEALED_NUMBERS)
    kept.keep(examples.contacts())
    form = {"SmsSid": SID, "From": sender, "To": "56070", "Date": "2026-11-24 18:30:00", "Body": "1 3"}
    answers = [client.post(f"{BASE}/answers/exotel/{api.TOKEN}", data=form) for _ in range(3)]

    assert {each.status_code for each in answers} == {204}
    assert database["answers"].count_documents({}) == 1
