"""Settings and keys: a missing or malformed one ends the start with its name."""

from pathlib import Path

import pytest

from alumni.adapters.keys import Keys
from alumni.config import Settings
from alumni.domain.contact import Channel
from chassis.config import MissingSetting
from tests.alumni.keys import HASHES, PHONE, unseal
from tests.alumni.settings import environment


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in environment(tmp_path, "mongodb://127.0.0.1:9", "alumni", "127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_limits_are_five_and_a_hundred_unless_told(secrets: Path, monkeypatch: pytest.MonkeyPatch):
    assert (Settings.from_env().limits.per_contact, Settings.from_env().limits.per_address) == (5, 100)

    monkeypatch.setenv("HAMRAH_SIGN_IN_PER_CONTACT_HOUR", "7")
    monkeypatch.setenv("HAMRAH_SIGN_IN_PER_ADDRESS_HOUR", "8")

    assert (Settings.from_env().limits.per_contact, Settings.from_env().limits.per_address) == (7, 8)


@pytest.mark.parametrize("value", ["none", "0", "-1"])
def test_limit_that_is_none_ends_the_start(secrets: Path, monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("HAMRAH_SIGN_IN_PER_CONTACT_HOUR", value)

    with pytest.raises(MissingSetting, match="SIGN_IN_PER_CONTACT_HOUR"):
        Settings.from_env()


def test_keys_seal_to_notify_and_find_again(secrets: Path):
    edge = Keys.read(Settings.from_env().platform).edge

    contact = edge.contact(Channel.SMS, PHONE)

    assert unseal(contact.sealed) == PHONE
    assert contact.index == HASHES.of_contact(Channel.SMS, PHONE)


@pytest.mark.parametrize("name", ["token-signing-key.pem", "blind-index.key", "notify-public.key"])
def test_missing_or_malformed_key_ends_the_start_with_its_place(secrets: Path, name: str):
    (secrets / name).write_text("not a key")
    with pytest.raises(MissingSetting, match=str(secrets)):
        Keys.read(Settings.from_env().platform)

    (secrets / name).unlink()
    with pytest.raises(MissingSetting, match=name):
        Keys.read(Settings.from_env().platform)


def test_previous_signing_key_stays_published(secrets: Path):
    former = Keys.read(Settings.from_env().platform).signer.jwks()["keys"]
    (secrets / "token-signing-key.pem").rename(secrets / "token-signing-key-previous.pem")
    environment(secrets, "", "")

    keys = Keys.read(Settings.from_env().platform).signer.jwks()["keys"]

    assert keys[1:] == former
    assert keys[0] != former[0]
