"""The shapes of the SMS providers' APIs, as their documentation shows them.

Twilio: https://www.twilio.com/docs/messaging/api/message-resource
MSG91: https://docs.msg91.com/sms/send-sms
Exotel: https://developer.exotel.com/docs/sms-api/api-reference/send-sms
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "a token only the provider and we know"

Text = dict[str, str]


class Shape(Protocol):
    """How one provider is asked, and how it answers."""

    taken: int  # the status of the answer to an accepted text

    def is_allowed(self, path: str, headers: Mapping[str, str]) -> bool:
        """Tell whether the credentials are right."""

    def sends(self, path: str) -> bool:
        """Tell whether a POST to this path sends a text."""

    def read(self, body: str) -> Text:
        """Read a text: `To` in E.164 and whatever else the provider wants."""

    def answer(self, text: Text) -> Any:
        """Write the answer to an accepted text."""

    def refusal(self, status: int) -> Any:
        """Write the answer to a refused one."""

    def listing(self, path: str, texts: Sequence[Text]) -> Any:
        """Write what the provider tells of its texts."""


def _basic(name: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{AUTH_TOKEN}".encode()).decode()


def _form(body: str) -> Text:
    return {name: value for name, [value] in parse_qs(body).items()}


class _Twilio:
    taken = 201

    def is_allowed(self, path: str, headers: Mapping[str, str]) -> bool:
        return headers["Authorization"] == _basic(ACCOUNT_SID) and ACCOUNT_SID in path

    def sends(self, path: str) -> bool:
        return path.endswith("/Messages.json")

    def read(self, body: str) -> Text:
        return _form(body)

    def answer(self, text: Text) -> dict[str, str | None]:
        return {
            "sid": text["sid"],
            "status": "queued",
            "to": text["To"],
            "body": text["Body"],
            "date_created": text["created"],
            "error_code": None,
        }

    def refusal(self, status: int) -> dict[str, object]:
        return {"code": 20003 if status == 401 else 21211, "message": "no"}

    def listing(self, path: str, texts: Sequence[Text]) -> dict[str, object]:
        query = parse_qs(urlsplit(path).query)
        return {"messages": [self.answer(each) for each in reversed(texts) if [each["To"]] == query["To"]]}


class _Msg91:
    taken = 200

    def is_allowed(self, path: str, headers: Mapping[str, str]) -> bool:
        return headers["authkey"] == AUTH_TOKEN

    def sends(self, path: str) -> bool:
        return path == "/api/v5/flow"

    def read(self, body: str) -> Text:
        flow = json.loads(body)
        [recipient] = flow["recipients"]
        return {**flow, **recipient, "To": "+" + recipient["mobiles"]}

    def answer(self, text: Text) -> dict[str, str]:
        return {"message": text["sid"], "type": "success"}

    def refusal(self, status: int) -> dict[str, str]:
        return {"message": "no", "type": "error", "code": "201" if status == 401 else "203"}

    def listing(self, path: str, texts: Sequence[Text]) -> dict[str, object]:
        query = parse_qs(urlsplit(path).query)
        ours = [each for each in texts if [each["CRQID"]] == query["CRQID"]]
        rows = [{"requestId": each["sid"], "CRQID": each["CRQID"], "status": ""} for each in ours]
        return {"data": rows}


class _Exotel:
    taken = 200

    def is_allowed(self, path: str, headers: Mapping[str, str]) -> bool:
        return headers["Authorization"] == _basic("a-key") and f"/{ACCOUNT_SID}/" in path

    def sends(self, path: str) -> bool:
        return path.endswith("/Sms/send.json")

    def read(self, body: str) -> Text:
        return _form(body)

    def answer(self, text: Text) -> dict[str, object]:
        told = {"Sid": text["sid"], "Status": "queued", "DetailedStatus": "PENDING_TO_OPERATOR"}
        return {"SMSMessage": {**told, "To": text["To"], "Body": text["Body"]}}

    def refusal(self, status: int) -> dict[str, object]:
        return {"RestException": {"Status": status, "Message": "no", "Code": "INVALID_PARAMETER"}}

    def listing(self, path: str, texts: Sequence[Text]) -> dict[str, object]:
        raise AssertionError("nobody knows the id to ask for")


TWILIO: Shape = _Twilio()
MSG91: Shape = _Msg91()
EXOTEL: Shape = _Exotel()
