"""How the world behaves: well, unless told otherwise. A fresh start behaves well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from marshmallow import RAISE, Schema, fields, post_load, validate

MINUTE_MS = 60_000
SMS_MODES = ("ok", "fail", "undelivered", "unavailable", "busy")
SMTP_MODES = ("ok", "refuse", "busy")


@dataclass(frozen=True, kw_only=True)
class SmsControl:
    """How the SMS provider behaves.

    mode: `ok`; `fail` refuses each text (400, code 21612); `undelivered` accepts it and reports that it did
    not arrive (code 30003); `unavailable` answers 503; `busy` answers 429 with Retry-After.
    delay_ms: wait before looking at a request. answer_late_ms: accept the text, then answer so much later.
    drop_answer: accept the text, then close the connection. duplicate_receipts: send each receipt so many
    times more. receipts_out_of_order: the last receipt first. receipt_delay_ms: wait before each receipt.
    """

    mode: str = "ok"
    delay_ms: int = 0
    answer_late_ms: int = 0
    drop_answer: bool = False
    duplicate_receipts: int = 0
    receipts_out_of_order: bool = False
    receipt_delay_ms: int = 0


@dataclass(frozen=True, kw_only=True)
class SmtpControl:
    """How the mail server behaves.

    mode: `ok`; `refuse` answers 550 to each recipient; `busy` answers 451. delay_ms: wait before looking at
    a mail. answer_late_ms: store it, then answer so much later. drop_answer: store it, then hang up.
    """

    mode: str = "ok"
    delay_ms: int = 0
    answer_late_ms: int = 0
    drop_answer: bool = False


@dataclass(kw_only=True)
class Control:
    """The behaviour in force, shared by the servers."""

    sms: SmsControl = field(default_factory=SmsControl)
    smtp: SmtpControl = field(default_factory=SmtpControl)

    def replace(self, document: Mapping[str, Any]) -> None:
        """Take a whole new behaviour; what the document leaves out behaves well.

        Raises marshmallow.ValidationError with a message for each wrong field.
        """
        loaded = ControlSchema().load(document)
        self.sms, self.smtp = loaded["sms"], loaded["smtp"]

    def reset(self) -> None:
        """Behave well again."""
        self.sms, self.smtp = SmsControl(), SmtpControl()

    def to_document(self) -> dict[str, Any]:
        """Return the behaviour as JSON-ready data."""
        return asdict(self)


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

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> SmsControl:
        """Build the dataclass."""
        return SmsControl(**data)


class SmtpControlSchema(Schema):
    """Bounds of SmtpControl."""

    class Meta:
        unknown = RAISE

    mode = fields.String(load_default="ok", validate=validate.OneOf(SMTP_MODES))
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
