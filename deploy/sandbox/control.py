"""How the world behaves: well, unless told otherwise. A fresh start behaves well."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from marshmallow import RAISE, Schema, fields, post_load, validate

MINUTE_MS = 60_000
PROVIDERS = ("twilio", "msg91", "exotel")
SMS_MODES = ("ok", "fail", "undelivered", "unavailable", "busy", "error", "reset")
SMTP_MODES = ("ok", "refuse", "busy", "bounce")


@dataclass(frozen=True, kw_only=True)
class SmsControl:
    """How a provider of texts behaves.

    mode: `ok`; `fail` refuses each text (400, code 21612); `undelivered` accepts it and reports that it did
    not arrive (code 30003); `unavailable` answers 503; `busy` answers 429 with Retry-After; `error` answers
    500 and takes nothing; `reset` breaks the connection and takes nothing.
    delay_ms: wait before looking at a request. answer_late_ms: accept the text, then answer so much later.
    drop_answer: accept the text, then close the connection. duplicate_receipts: send each receipt so many
    times more. receipts_out_of_order: the last receipt first. receipt_delay_ms: wait before each receipt.
    wrong_body: accept the text, then answer with no sense. share: of the tries to send, so many are met so
    and the others well; which ones, `seed` decides, the same every time.
    """

    mode: str = "ok"
    delay_ms: int = 0
    answer_late_ms: int = 0
    drop_answer: bool = False
    duplicate_receipts: int = 0
    receipts_out_of_order: bool = False
    receipt_delay_ms: int = 0
    wrong_body: bool = False
    share: float = 1.0
    seed: int = 0

    def concerns(self, what: str) -> bool:
        """Tell whether a try to send is among the share."""
        drawn = hashlib.sha256(f"{self.seed}|{what}".encode()).digest()
        return int.from_bytes(drawn[:4], "big") < self.share * 2**32


@dataclass(frozen=True, kw_only=True)
class SmtpControl:
    """How the mail server behaves.

    mode: `ok`; `refuse` answers 550 to each recipient; `busy` answers 451; `bounce` takes each mail and
    reports to where it came from that it cannot be delivered. bounce_to: do that to this address alone.
    bounce_status: the status that is reported. delay_ms: wait before looking at a mail. answer_late_ms:
    store it, then answer so much later. drop_answer: store it, then hang up.
    """

    mode: str = "ok"
    bounce_to: str = ""
    bounce_status: str = "5.1.1"
    delay_ms: int = 0
    answer_late_ms: int = 0
    drop_answer: bool = False

    def bounces(self, recipient: str) -> bool:
        """Tell whether mail to an address comes back."""
        return self.mode == "bounce" or recipient.lower() == self.bounce_to.lower() != ""


@dataclass(kw_only=True)
class Control:
    """The behaviour in force, shared by the servers.

    `sms` is how every provider of texts behaves, but for those in `providers`.
    """

    sms: SmsControl = field(default_factory=SmsControl)
    smtp: SmtpControl = field(default_factory=SmtpControl)
    providers: dict[str, SmsControl] = field(default_factory=dict)
    _tries: Counter[str] = field(default_factory=Counter)

    def of(self, provider: str) -> SmsControl:
        """Say how a provider behaves."""
        return self.providers.get(provider, self.sms)

    def for_question(self, provider: str) -> SmsControl:
        """Say how a provider meets a question about its texts: well, where only a share is concerned."""
        behaviour = self.of(provider)
        return behaviour if behaviour.share >= 1 else SmsControl()

    def for_text(self, provider: str, text: str) -> SmsControl:
        """Say how a provider meets one more try to send a text; `text` is whatever names it."""
        behaviour = self.of(provider)
        if behaviour.share >= 1:
            return behaviour
        self._tries[text] += 1
        concerned = behaviour.concerns(f"{provider}|{text}|{self._tries[text]}")
        return behaviour if concerned else SmsControl()

    def replace(self, document: Mapping[str, Any]) -> None:
        """Take a whole new behaviour; what the document leaves out behaves well.

        Raises marshmallow.ValidationError with a message for each wrong field.
        """
        loaded = ControlSchema().load(document)
        self.sms, self.smtp, self.providers = loaded["sms"], loaded["smtp"], loaded["providers"]
        self._tries.clear()

    def replace_one(self, provider: str, document: Mapping[str, Any]) -> None:
        """Take a new behaviour of one provider alone; the others go on as they do.

        Raises marshmallow.ValidationError with a message for each wrong field.
        """
        self.providers = {**self.providers, provider: SmsControlSchema().load(document)}

    def reset(self) -> None:
        """Behave well again."""
        self.sms, self.smtp, self.providers = SmsControl(), SmtpControl(), {}
        self._tries.clear()

    def to_document(self) -> dict[str, Any]:
        """Return the behaviour as JSON-ready data."""
        document = asdict(self)
        del document["_tries"]
        return document


def _milliseconds() -> fields.Integer:
    return fields.Integer(strict=True, load_default=0, validate=validate.Range(0, MINUTE_MS))


class SmsControlSchema(Schema):
    """Bounds of SmsControl."""

    class Meta:
        unknown = RAISE

    mode = fields.String(load_default="ok", validate=validate.OneOf(SMS_MODES))
    delay_ms = _milliseconds()
    answer_late_ms = _milliseconds()
    drop_answer = fields.Boolean(load_default=False)
    duplicate_receipts = fields.Integer(strict=True, load_default=0, validate=validate.Range(0, 10))
    receipts_out_of_order = fields.Boolean(load_default=False)
    receipt_delay_ms = _milliseconds()
    wrong_body = fields.Boolean(load_default=False)
    share = fields.Float(load_default=1.0, validate=validate.Range(0, 1))
    seed = fields.Integer(strict=True, load_default=0)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> SmsControl:
        """Build the dataclass."""
        return SmsControl(**data)


class SmtpControlSchema(Schema):
    """Bounds of SmtpControl."""

    class Meta:
        unknown = RAISE

    mode = fields.String(load_default="ok", validate=validate.OneOf(SMTP_MODES))
    bounce_to = fields.String(load_default="", validate=validate.Length(max=254))
    bounce_status = fields.String(
        load_default="5.1.1", validate=validate.Regexp(r"[45]\.[0-9]\.[0-9]{1,2}\Z")
    )
    delay_ms = _milliseconds()
    answer_late_ms = _milliseconds()
    drop_answer = fields.Boolean(load_default=False)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> SmtpControl:
        """Build the dataclass."""
        return SmtpControl(**data)


class ControlSchema(Schema):
    """The body of PUT /api/control."""

    class Meta:
        unknown = RAISE

    sms = fields.Nested(SmsControlSchema, load_default=SmsControl)
    smtp = fields.Nested(SmtpControlSchema, load_default=SmtpControl)
    providers = fields.Dict(
        keys=fields.String(validate=validate.OneOf(PROVIDERS)),
        values=fields.Nested(SmsControlSchema),
        load_default=dict,
    )
