from pathlib import Path

import pytest

from chassis.config import MissingSetting, PlatformSettings
from chassis.tracing import continue_trace, current_traceparent, trace_id

ENVIRONMENT = {
    "HAMRAH_ENVIRONMENT": "development",
    "HAMRAH_MONGODB_URI": "mongodb://127.0.0.1:27117",
    "HAMRAH_KAFKA_BOOTSTRAP": "127.0.0.1:29092",
    "HAMRAH_JWKS_URL": "http://127.0.0.1:8101/jwks.json",
    "HAMRAH_PUBLIC_URL": "http://127.0.0.1:8080/",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name, value in (ENVIRONMENT | {"HAMRAH_SECRETS_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE", "LOG_LEVEL", "METRICS_PORT"):
        monkeypatch.delenv(f"HAMRAH_{name}", raising=False)
    return monkeypatch


def test_settings_are_read_with_their_defaults(environment: pytest.MonkeyPatch, tmp_path: Path):
    settings = PlatformSettings.from_env("groups")

    assert settings.database == "groups"
    assert settings.public_url == "http://127.0.0.1:8080"
    assert settings.secrets_dir == tmp_path
    assert settings.metrics_port is None


@pytest.mark.parametrize("name", [name for name in ENVIRONMENT if name != "HAMRAH_ENVIRONMENT"])
def test_a_missing_setting_stops_the_start_with_its_name(environment: pytest.MonkeyPatch, name: str):
    environment.delenv(name)

    with pytest.raises(MissingSetting, match=name):
        PlatformSettings.from_env("groups")


def test_a_malformed_setting_stops_the_start_with_its_name(environment: pytest.MonkeyPatch):
    environment.setenv("HAMRAH_METRICS_PORT", "many")

    with pytest.raises(MissingSetting, match="HAMRAH_METRICS_PORT"):
        PlatformSettings.from_env("groups")


def test_production_refuses_keys_made_for_development(environment: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "DEVELOPMENT").touch()
    environment.setenv("HAMRAH_ENVIRONMENT", "production")

    with pytest.raises(MissingSetting, match="generated for development"):
        PlatformSettings.from_env("groups")


def test_a_secret_is_read_without_the_white_space_around_it(environment: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "some.key").write_text("abc\n")

    assert PlatformSettings.from_env("groups").secret("some.key") == b"abc"


def test_a_missing_secret_stops_the_start_with_its_file(environment: pytest.MonkeyPatch):
    settings = PlatformSettings.from_env("groups")

    with pytest.raises(MissingSetting, match=r"some\.key"):
        settings.secret("some.key")


def test_an_empty_secret_stops_the_start_with_its_file(environment: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "some.key").write_text(" \n")

    with pytest.raises(MissingSetting, match=r"some\.key is empty"):
        PlatformSettings.from_env("groups").secret("some.key")


def test_a_trace_goes_on_with_a_step_of_its_own():
    with continue_trace("00-" + "a" * 32 + "-" + "b" * 16 + "-01"):
        assert trace_id() == "a" * 32
        assert current_traceparent() != "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    assert trace_id() is None


@pytest.mark.parametrize("wrong", [None, "", "garbage", "00-" + "0" * 32 + "-" + "b" * 16 + "-01"])
def test_without_a_valid_trace_a_new_one_begins(wrong: str | None):
    with continue_trace(wrong):
        assert trace_id() not in (None, "0" * 32)
