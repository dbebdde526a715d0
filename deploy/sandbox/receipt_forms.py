"""The receipts of each provider, in its own shape."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.texts import DELIVERED, UNDELIVERED, UNREACHABLE, UNREGISTERED, Text

API_VERSION = "2010-04-01"
ZONE = ZoneInfo("Asia/Kolkata")


def twilio_form(account_sid: str, text: Text, status: str) -> dict[str, str]:
    """Write https://www.twilio.com/docs/messaging/guides/track-outbound-message-status."""
    form = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "From": text.sender,
        "MessageSid": text.sid,
        "MessageStatus": status,
        "SmsSid": text.sid,
        "SmsStatus": status,
        "To": text.recipient,
    }
    return form | {"ErrorCode": str(UNREACHABLE)} if status == UNDELIVERED else form


def msg91_form(text: Text, status: str) -> dict[str, str]:
    """Write https://msg91.com/help/how-can-i-get-the-delivery-reports-on-my-webhook-url, version 2."""
    report = {
        "date": _now(),
        "amount": "0.01",
        "clientid": "",
        "INMSID": "0",
        "CRQID": text.reference or "0",
        "ctCode": "900",
        "number": text.recipient.removeprefix("+"),
        "credit": "1",
        "status": "1" if status == DELIVERED else "2",
        "desc": "DELIVERED" if status == DELIVERED else "FAILED",
        "failedReason": "" if status == DELIVERED else "Handset unreachable",
    }
    request = {
        "senderId": text.sender,
        "requestId": text.sid,
        "report": [report],
        "userId": "1",
        "campaignName": "API",
    }
    return {"data": json.dumps([request])}


def exotel_form(text: Text, status: str) -> dict[str, str]:
    """Write https://developer.exotel.com/docs/sms-support/sms-webhooks."""
    form = {"SmsSid": text.sid, "To": text.recipient, "SmsUnits": "1", "DateSent": _now(), **told_of(status)}
    return form | {"CustomField": text.reference} if text.reference else form


def told_of(status: str) -> dict[str, str]:
    """Say what became of a text in Exotel's words."""
    status, detailed = {
        "queued": ("queued", "PENDING_TO_OPERATOR"),
        "sent": ("submitted", "SUBMITTED_TO_OPERATOR"),
        "delivered": ("sent", "DELIVERED_TO_HANDSET"),
        UNDELIVERED: ("failed", "FAILED_HANDSET_UNREACHABLE"),
        UNREGISTERED: ("failed", "FAILED_DLT_TEMPLATE"),
    }[status]
    return {"Status": status, "DetailedStatus": detailed}


def _now() -> str:
    return datetime.now(ZONE).strftime("%Y-%m-%d %H:%M:%S")
