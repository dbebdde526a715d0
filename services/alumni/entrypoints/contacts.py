"""Read a phone number or an e-mail address as a person writes it."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from marshmallow import ValidationError

HOME_REGION = "IN"
# No text reaches a landline, and one to a premium number earns its owner money at our cost.
TAKES_TEXTS = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


def normalise_phone(text: str) -> str:
    """Write a mobile number as E.164; one without a country code is Indian. ValidationError."""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise ValidationError("Not a phone number.") from None
    if not phonenumbers.is_valid_number(number):
        raise ValidationError("Not a valid phone number.")
    if phonenumbers.number_type(number) not in TAKES_TEXTS:
        raise ValidationError("Not a mobile number.")
    formatted: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return formatted


def normalise_email(text: str) -> str:
    """Write an e-mail address in ASCII, without asking any name server. ValidationError."""
    try:
        address = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValidationError("Not a valid e-mail address.") from None
    if address.ascii_email is None:
        raise ValidationError("Not a valid e-mail address.")
    return address.ascii_email
