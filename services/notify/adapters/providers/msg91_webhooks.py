"""What MSG91 posts: reports of version 2, all of an account to one address with a token.

https://msg91.com/help/how-can-i-get-the-delivery-reports-on-my-webhook-url

The form's one field `data` holds JSON: requests, each with reports. A report names the message by the CRQID
that we gave; one without tells of nothing of ours. MSG91 documents no call for texts that come in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from chassis.config import PlatformSettings
from notify.adapters.providers.calls import bounded_code
from notify.adapters.providers.webhooks import Called, Webhooks, read_with, require_token
from notify.domain.errors import WebhookUnreadable
from notify.domain.message import State
from notify.domain.receipt import Receipt

TOKEN = "msg91-webhook-token"
MOST_REPORTS = 1000  # in one call

STATUSES: Mapping[str, State] = {
    "1": State.DELIVERED,
    "2": State.FAILED,
    "9": State.FAILED,  # on the register of who wants no promotion
    "16": State.FAILED,  # rejected
    "17": State.FAILED,  # blocked number
    "25": State.FAILED,  # rejected
}
_OUR_ID = re.compile(r"[0-9a-f]{32}")


class ReportSchema(Schema):
    """What became of one number of a request."""

    CRQID = fields.String(load_default="", validate=validate.Length(max=80))
    status = fields.String(required=True, validate=validate.Length(1, 8))


class RequestSchema(Schema):
    """One request and the reports of it."""

    request_id = fields.String(data_key="requestId", required=True, validate=validate.Length(1, 64))
    report = fields.List(fields.Dict(), required=True, validate=validate.Length(max=MOST_REPORTS))


@dataclass(frozen=True, kw_only=True)
class Msg91Webhooks:
    """Reads MSG91's calls."""

    token: str

    def receipts(self, called: Called) -> list[Receipt]:
        """Read every report that is one of ours."""
        require_token(called, self.token)
        requests = [read_with(RequestSchema, each) for each in _requests(called.form.get("data", ""))]
        return [
            receipt
            for request in requests
            for report in request["report"]
            if (receipt := _receipt(request["request_id"], read_with(ReportSchema, report)))
        ]


def _requests(data: str) -> list[Any]:
    try:
        requests = json.loads(data)
    except (ValueError, RecursionError):
        raise WebhookUnreadable from None
    if not isinstance(requests, list) or len(requests) > MOST_REPORTS:
        raise WebhookUnreadable
    return requests


def _receipt(request_id: str, report: Mapping[str, Any]) -> Receipt | None:
    if not _OUR_ID.fullmatch(report["CRQID"]):
        return None
    state = STATUSES.get(report["status"])
    reason = bounded_code(report["status"], 0) if state is State.FAILED else None
    return Receipt(message_id=report["CRQID"], provider_id=request_id, state=state, reason=reason)


def webhooks(platform: PlatformSettings) -> Webhooks:
    """Build the reader of the calls; a missing secret ends the start with its name."""
    return Webhooks(receipts=Msg91Webhooks(token=platform.secret(TOKEN).decode()).receipts)
