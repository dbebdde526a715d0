"""What MSG91's and Exotel's statuses mean: https://msg91.com/help, https://developer.exotel.com/docs."""

import json

import pytest
from twilio.rest.api.v2010.account.message import MessageInstance

from notify.adapters.providers.exotel_webhooks import ExotelWebhooks
from notify.adapters.providers.links import ReceiptLinks
from notify.adapters.providers.msg91_webhooks import Msg91Webhooks
from notify.adapters.providers.webhooks import Called
from notify.domain.delivery import PROVIDER_STATUSES
from notify.domain.message import State

MESSAGE_ID = "0a1b" * 8
SID = "0f477d60517e6e6a0f6d9a7e9af8630e"
LINKS = ReceiptLinks(bytes(32), "https://hamrah.example.org")


@pytest.mark.parametrize(
    ("status", "detailed", "state", "reason"),
    [
        ("sent", "DELIVERED_TO_HANDSET", State.DELIVERED, None),
        ("sent", "DELIVERED_TO_OPERATOR", State.SENT, None),
        ("submitted", "SUBMITTED_TO_CARRIER", State.SENT, None),
        ("delivered", "", State.DELIVERED, None),
        ("failed", "FAILED_INVALID_NUMBER", State.FAILED, "FAILED_INVALID_NUMBER"),
        ("failed_dnd", "FAILED_DND", State.FAILED, "FAILED_DND"),
        ("failed", "The number +919876543210 is off", State.FAILED, "0"),
        ("something-new", "", None, None),
    ],
)
def test_exotels_words_have_their_meaning(
    status: str, detailed: str, state: State | None, reason: str | None
):
    signature = LINKS.of("exotel", MESSAGE_ID).rpartition("/")[2]
    form = {"SmsSid": SID, "Status": status, "DetailedStatus": detailed, "CustomField": MESSAGE_ID}
    called = Called(signature=signature, form=form, message_id=MESSAGE_ID)
    [receipt] = ExotelWebhooks(links=LINKS, token="").receipts(called)

    assert (receipt.message_id, receipt.provider_id) == (MESSAGE_ID, SID)
    assert (receipt.state, receipt.reason) == (state, reason)


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        ("1", State.DELIVERED, None),
        *((status, State.FAILED, status) for status in ("2", "9", "16", "17", "25")),
        ("77", None, None),
    ],
)
def test_msg91s_numbers_have_their_meaning(status: str, state: State | None, reason: str | None):
    request = {"requestId": SID, "report": [{"CRQID": MESSAGE_ID, "status": status}]}
    called = Called(signature="t", form={"data": json.dumps([request])})
    [receipt] = Msg91Webhooks(token="t").receipts(called)

    assert (receipt.message_id, receipt.provider_id) == (MESSAGE_ID, SID)
    assert (receipt.state, receipt.reason) == (state, reason)


def test_every_status_that_twilio_publishes_has_a_meaning():
    # Twilio generates its client from its published OpenAPI (github.com/twilio/twilio-oai).
    published = {each for name, each in vars(MessageInstance.Status).items() if name.isupper()}
    of_texts_that_come_in = {"receiving", "received"}
    of_several_recipients = {"partially_delivered"}

    assert published - of_texts_that_come_in - of_several_recipients == set(PROVIDER_STATUSES)
