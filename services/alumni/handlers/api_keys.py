"""Keys by which a centre's own systems act for it."""

from datetime import date, datetime, timedelta

from alumni.domain.access import Caller
from alumni.domain.api_key import LONGEST_OVERLAP, ApiKey, KeySecret, Scope
from alumni.domain.errors import CentreUnknown, TooManyCodes
from alumni.domain.errors.api_keys import KeyRefused, KeyUnknown, TooManyTries
from alumni.handlers.joining import ensure_active
from alumni.ports import Allowances, Centres
from alumni.ports.api_keys import ApiKeys, SystemTokens
from alumni.ports.audit import Audit
from chassis.ids import new_id

Shown = tuple[ApiKey, KeySecret]
"""A key with its secret, which nobody can read afterwards."""


def create_key(
    caller: Caller,
    *,
    label: str,
    scopes: frozenset[Scope],
    expires_on: date | None,
    keys: ApiKeys,
    audit: Audit,
    at: datetime,
) -> Shown:
    """Make a key of the caller's centre; raises KeyLabelTaken, TooManyKeys."""
    secret = KeySecret.draw(new_id())
    key = ApiKey(
        id=secret.key_id,
        centre_id=_centre(caller),
        label=label,
        scopes=scopes,
        secret_hash=secret.hash,
        created_at=at,
        expires_on=expires_on,
    )
    keys.add(key)
    audit.record("create-key", by=caller.member_id, about=key.centre_id, at=at, key_id=key.id)
    return key, secret


def rotate_key(
    caller: Caller, key_id: str, *, overlap: timedelta, keys: ApiKeys, audit: Audit, at: datetime
) -> Shown:
    """Give a key a new secret; the one before is good for at most 24 hours more. Raises KeyUnknown."""
    secret = KeySecret.draw(key_id)
    until = at + min(overlap, LONGEST_OVERLAP)
    key = keys.rotate(_centre(caller), key_id, secret.hash, previous_until=until)
    audit.record("rotate-key", by=caller.member_id, about=key.centre_id, at=at, key_id=key_id)
    return key, secret


def revoke_key(caller: Caller, key_id: str, *, keys: ApiKeys, audit: Audit, at: datetime) -> None:
    """End a key at once; raises KeyUnknown."""
    centre_id = _centre(caller)
    keys.revoke(centre_id, key_id)
    audit.record("revoke-key", by=caller.member_id, about=centre_id, at=at, key_id=key_id)


def exchange_key(
    shown: KeySecret,
    address_hash: str,
    *,
    keys: ApiKeys,
    centres: Centres,
    allowances: Allowances,
    tokens: SystemTokens,
    tries: int,
    at: datetime,
) -> tuple[ApiKey, str]:
    """Give a short-lived token for a key that is good; whatever is wrong, the refusal is the same.

    Raises KeyRefused, TooManyTries.
    """
    try:
        allowances.take(f"key-address:{address_hash}", tries, at=at)
    except TooManyCodes as refusal:
        raise TooManyTries(refusal.retry_after) from None
    key = good_key(shown.key_id, keys=keys, centres=centres, at=at)
    key.ensure_opened_by(shown, at=at)
    keys.used(key.id, at.date())
    return key, tokens.issue_to_system(key, at=at)


def good_key(key_id: str, *, keys: ApiKeys, centres: Centres, at: datetime) -> ApiKey:
    """Find a key that is neither over nor revoked, of a centre that takes part; raises KeyRefused.

    A token outlives by minutes what ends the key: whoever does something for it asks here again.
    """
    key = keys.find(key_id)
    if key is None:
        raise KeyRefused
    key.ensure_lasts(at)
    try:
        ensure_active(key.centre_id, centres)
    except CentreUnknown:
        raise KeyRefused from None
    return key


def _centre(caller: Caller) -> str:
    if caller.centre_id is None:
        raise KeyUnknown
    return caller.centre_id
