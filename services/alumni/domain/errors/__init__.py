"""What can be refused here, in the words of the field, a file per subject."""

from alumni.domain.errors.identity import (
    CentreDiffers,
    CentreUnknown,
    CodeExpired,
    CodeWrong,
    ContactTaken,
    HandleTaken,
    InvalidHandle,
    MemberUnknown,
    RefreshTokenRefused,
    TooManyCodes,
)
from alumni.domain.errors.rule import AlumniError, RuleBroken, StaleAggregate

__all__ = [
    "AlumniError",
    "CentreDiffers",
    "CentreUnknown",
    "CodeExpired",
    "CodeWrong",
    "ContactTaken",
    "HandleTaken",
    "InvalidHandle",
    "MemberUnknown",
    "RefreshTokenRefused",
    "RuleBroken",
    "StaleAggregate",
    "TooManyCodes",
]
