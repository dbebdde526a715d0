"""Certificates of attendance."""

from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from chassis.http import Id, LocalDate, Schema, UtcDateTime
from groups.domain.certificate import LONGEST_PERIOD, Certificate, written_code
from groups.entrypoints.schemas.groups import WrittenText

MAX_BEARER = 60


class CertificateOrderSchema(Schema):
    """What to certify: a time of at most two years, and the name to print, which is kept nowhere."""

    since = LocalDate(data_key="from", required=True)
    until = LocalDate(data_key="to", required=True, metadata={"description": "Included."})
    bearer = WrittenText(longest=MAX_BEARER, required=True, metadata={"example": "Gurpreet S."})

    @validates_schema
    def check_period(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a time that ends before it begins or is too long."""
        if not timedelta() <= data["until"] - data["since"] <= LONGEST_PERIOD:
            raise ValidationError(f"Not from `from` on for {LONGEST_PERIOD.days} days at most.", "to")


class CertifiedSchema(Schema):
    """What a certificate says, but for the name."""

    meetings = fields.Integer(required=True)
    since = LocalDate(data_key="from", required=True)
    until = LocalDate(data_key="to", required=True)
    issued_at = UtcDateTime(required=True)


class OwnCertificateSchema(CertifiedSchema):
    """A certificate of the caller."""

    id = Id(required=True)
    code = fields.Function(lambda found: written_code(_of(found).code), required=True)
    revoked = fields.Function(lambda found: _of(found).revoked_at is not None, required=True)


class OwnCertificatesPageSchema(Schema):
    """One page of the caller's certificates, the last one first."""

    items = fields.List(fields.Nested(OwnCertificateSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class VerificationQuerySchema(Schema):
    """The document at hand, by its hash."""

    sha256 = fields.String(load_default=None, validate=validate.Regexp(r"[0-9a-fA-F]{64}\Z"))


class VerificationSchema(CertifiedSchema):
    """What anybody with the code is told."""

    valid = fields.Boolean(required=True)
    revoked = fields.Boolean(required=True)
    document_matches = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "null where no hash was given."}
    )


def _of(found: Certificate) -> Certificate:
    return found
