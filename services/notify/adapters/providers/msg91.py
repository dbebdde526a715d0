"""Texts through MSG91's flow API, version 5: a template that it knows, and the values to fill in.

https://docs.msg91.com/sms/send-sms
https://msg91.com/help/text-sms/custom-metadata-parameters-for-tracking-sms-requests

Our message's id goes along as CRQID, which comes back in reports and webhooks. So a text in doubt is found in
MSG91's log by it; a log that does not heed the question proves nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from chassis.clock import utc_now
from chassis.config import MissingSetting, PlatformSettings, environment_reader
from notify.adapters.providers import numbers
from notify.adapters.providers.calls import (
    READ_TIMEOUT,
    Answer,
    Calls,
    bounded_code,
    read_object,
    retry_after,
)
from notify.adapters.providers.msg91_webhooks import STATUSES, webhooks
from notify.adapters.providers.numbers import INDIA, refusal_of
from notify.adapters.providers.spec import ProviderSpec
from notify.adapters.templates import read_templates
from notify.config import reading_settings
from notify.domain.contacts import Channel
from notify.domain.delivery import (
    Absent,
    Accepted,
    Ambiguous,
    Busy,
    Found,
    LookUp,
    NoAnswer,
    Outcome,
    Refused,
)
from notify.domain.faults import Fault
from notify.domain.message import State
from notify.ports import Envelope

JSON = "application/json"
LOG_ZONE = ZoneInfo("Asia/Kolkata")  # of the log's days
# The log is written behind the sending; what is not in it by then was never taken.
LOG_BEHIND = timedelta(seconds=30)
LOG_LIMIT = 100

# What is wrong with our account, not with the message: credentials, balance, an address it does not know.
OURS = frozenset({"106", "201", "207", "208", "301", "302", "303", "306", "418"})
REPEATED = "311"  # the same request came twice within seconds; the first may have been taken
# 202 and 17: an invalid, or a blocked number. 203: our header is not approved there. The rest are statuses.
FAULTS: Mapping[str, Fault] = {
    **numbers.FAULTS,
    **dict.fromkeys(("202", "17"), Fault.RECIPIENT),
    **dict.fromkeys(("203", "200", "400", "405", "406", "410", "413", "415", "422"), Fault.PROVIDER),
}


@dataclass(frozen=True, kw_only=True)
class Msg91Settings:
    """The account to send with; `templates` names MSG91's own template for each DLT template id.

    Where it names none, MSG91's template has the DLT template's id.
    """

    base_url: str
    authkey: str = field(repr=False)
    templates: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_env(cls, platform: PlatformSettings) -> Self:
        """Read the settings and the key; a missing or malformed one ends the start with its name."""
        with reading_settings():
            env = environment_reader()
            file = env.str("MSG91_TEMPLATES", "")
            return cls(
                base_url=env.str("MSG91_BASE_URL").rstrip("/"),
                authkey=platform.secret("msg91-authkey").decode(),
                templates=read_ids(Path(file)) if file else {},
            )


def read_ids(file: Path) -> Mapping[str, str]:
    """Read MSG91's template ids by DLT template id, in JSON; one that is missing ends the start."""
    try:
        ids: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingSetting(
            f"notify cannot start: HAMRAH_MSG91_TEMPLATES cannot be read: {error}"
        ) from error
    wordings = (each for template in read_templates().values() for each in template.registered.values())
    missing = sorted({each.dlt_template_id for each in wordings} - ids.keys())
    if missing:
        raise MissingSetting(f"notify cannot start: HAMRAH_MSG91_TEMPLATES lacks {missing[0]}.")
    return ids


class Msg91Texts:
    """Sends the values of a registered text, under the id that we know the message by."""

    name = "msg91"
    faults = FAULTS

    def __init__(
        self, settings: Msg91Settings, connections: int = 8, read_timeout: float = READ_TIMEOUT
    ) -> None:
        self._flow_url = f"{settings.base_url}/api/v5/flow"
        self._log_url = f"{settings.base_url}/api/v5/report/logs/p/sms"
        self._templates = settings.templates
        self._calls = Calls({"authkey": settings.authkey}, connections, read_timeout)
        self.timeout = self._calls.timeout

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one text to the provider, once."""
        if refusal := refusal_of(envelope.to, INDIA):
            return refusal
        values = {f"VAR{place}": value for place, value in enumerate(envelope.values, 1)}
        flow = {
            "template_id": self._templates.get(envelope.dlt_template_id, envelope.dlt_template_id),
            "short_url": "0",
            "CRQID": envelope.message_id,
            "recipients": [{"mobiles": envelope.to.removeprefix("+"), **values}],
        }
        answer = self._calls.post(self._flow_url, json.dumps(flow), JSON)
        return answer if isinstance(answer, Busy | Ambiguous) else _outcome(answer)

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Look for our id in the log of the days since then."""
        first, last = (moment.astimezone(LOG_ZONE).date() for moment in (since, utc_now()))
        asked = {"startDate": first, "endDate": last, "CRQID": envelope.message_id, "limit": LOG_LIMIT}
        query = urlencode(asked)
        answer = self._calls.post(f"{self._log_url}?{query}", "", JSON)
        if isinstance(answer, Busy | Ambiguous) or answer.status != 200:
            return NoAnswer()
        rows = read_object(answer).get("data")
        return _found(rows, envelope.message_id) if isinstance(rows, list) else NoAnswer()

    def close(self) -> None:
        """Let go of every connection."""
        self._calls.close()


def _outcome(answer: Answer) -> Outcome:
    said = read_object(answer)
    code = bounded_code(said.get("code"), answer.status)
    match answer.status:
        case 200 if said.get("type") == "success" and isinstance(said.get("message"), str):
            return Accepted(said["message"])
        case 401 | 402 | 403 | 404 | 418 | 425 | 429 | 503:
            return Busy(retry_after(answer))
        case 408 | 500 | 502 | 504:
            return Ambiguous()
        case _ if said.get("type") == "error":
            return _refused(code)
        case status if 400 <= status < 500:
            return _refused(code)
        case _:
            return Ambiguous()


def _refused(code: str) -> Outcome:
    if code in OURS:
        return Busy()
    return Ambiguous() if code == REPEATED else Refused(code)


def _found(rows: list[Any], message_id: str) -> LookUp:
    ours = [row for row in rows if isinstance(row, dict) and row.get("CRQID") == message_id]
    if not ours:
        return NoAnswer() if rows else Absent(listed_within=LOG_BEHIND)
    row = ours[0]
    status = str(row.get("status"))
    state = STATUSES.get(status, State.SENT)
    return Found(str(row.get("requestId")), state, status if state is State.FAILED else None)


def build(platform: PlatformSettings, at_once: int) -> Msg91Texts:
    """Build the way out to the account of the settings."""
    return Msg91Texts(Msg91Settings.from_env(platform), at_once)


PROVIDER = ProviderSpec(
    name=Msg91Texts.name,
    channel="sms",
    contact=Channel.SMS,
    gives_receipts=True,
    build=build,
    webhooks=webhooks,
)
