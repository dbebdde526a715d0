"""Numbers that no text reaches, known before any provider is asked."""

from __future__ import annotations

from collections.abc import Mapping

import phonenumbers

from notify.domain.delivery import Refused
from notify.domain.faults import Fault

NUMBER_INVALID = "number-invalid"
LANDLINE = "landline"
COUNTRY_UNSUPPORTED = "country-unsupported"

FAULTS: Mapping[str, Fault] = {
    NUMBER_INVALID: Fault.RECIPIENT,
    LANDLINE: Fault.RECIPIENT,
    COUNTRY_UNSUPPORTED: Fault.PROVIDER,
}

INDIA = 91
_TAKES_TEXTS = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


def refusal_of(number: str, country_code: int | None = None) -> Refused | None:
    """Say why a number in E.164 is not to be tried; None where it may be.

    With a country code, a number of any other country is left to another provider.
    """
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return Refused(NUMBER_INVALID)
    if not phonenumbers.is_valid_number(parsed):
        return Refused(NUMBER_INVALID)
    if phonenumbers.number_type(parsed) not in _TAKES_TEXTS:
        return Refused(LANDLINE)
    if country_code is not None and parsed.country_code != country_code:
        return Refused(COUNTRY_UNSUPPORTED)
    return None


def as_e164(number: str) -> str:
    """Write a number that somebody dialled in India as E.164; what is none stays as it is."""
    try:
        parsed = phonenumbers.parse(number, "IN")
    except phonenumbers.NumberParseException:
        return number
    written: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return written
