"""What the sender must be told before it starts."""

from datetime import time
from pathlib import Path

import pytest
import yaml

from chassis.config import MissingSetting, PlatformSettings
from notify.adapters.providers.registry import read_channels
from notify.adapters.providers.smtp import SmtpSettings
from notify.adapters.providers.twilio import TwilioSettings
from notify.config import SendingSettings, default_preferences, law_holds
from notify.domain.preferences import Hours
from notify.entrypoints.sender import lanes_of
from tests.notify import examples

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {
    "HAMRAH_ENVIRONMENT": "development",
    "HAMRAH_MONGODB_URI": "mongodb://127.0.0.1",
    "HAMRAH_KAFKA_BOOTSTRAP": "127.0.0.1:9092",
    "HAMRAH_JWKS_URL": "http://127.0.0.1/jwks.json",
    "HAMRAH_PUBLIC_URL": "https://hamrah.example.org/",
    "HAMRAH_CHANNELS": "sms=twilio email=smtp inbox",
    "HAMRAH_SMS_BASE_URL": "https://sms.example.org/",
    "HAMRAH_SMS_ACCOUNT_SID": "AC1",
    "HAMRAH_SMS_FROM": "HAMRAH",
    "HAMRAH_SMTP_HOST": "mail.example.org",
    "HAMRAH_SMTP_PORT": "587",
    "HAMRAH_MAIL_FROM": "hello@hamrah.example.org",
}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Every setting, and the directory of good secrets."""
    for name, value in (ENVIRONMENT | {"HAMRAH_SECRETS_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "notify-private.key").write_bytes(examples.PRIVATE_KEY_HEX)
    (tmp_path / "link.key").write_text("ab" * 32)
    (tmp_path / "sms-auth-token").write_text("a token")
    return tmp_path


def platform() -> PlatformSettings:
    return PlatformSettings.from_env("notify")


@pytest.mark.usefixtures("secrets")
def test_settings_are_read_and_show_no_secret():
    twilio, smtp = TwilioSettings.from_env(platform()), SmtpSettings.from_env(platform())

    assert twilio.receipt_url == "https://hamrah.example.org/api/notify/webhooks/sms"
    assert smtp.smtp_credentials is None
    assert "a token" not in repr(twilio)
    assert examples.PRIVATE_KEY_HEX.decode() not in repr(SendingSettings.from_env(platform()))


@pytest.mark.parametrize(
    "name", [name for name in ENVIRONMENT if name.startswith(("HAMRAH_S", "HAMRAH_MAIL", "HAMRAH_CH"))]
)
@pytest.mark.usefixtures("secrets")
def test_a_missing_setting_stops_the_start_with_its_name(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.delenv(name)

    with pytest.raises(MissingSetting, match=name):
        lanes_of(read_channels(), platform(), SendingSettings.from_env(platform()))


@pytest.mark.parametrize("content", [b"abcd", b"no hex", b"\xff\xfe", b""])
def test_a_malformed_private_key_stops_the_start_with_its_file(secrets: Path, content: bytes):
    (secrets / "notify-private.key").write_bytes(content)

    with pytest.raises(MissingSetting, match=r"notify-private\.key"):
        SendingSettings.from_env(platform())


def test_a_user_of_the_mail_server_needs_a_password(monkeypatch: pytest.MonkeyPatch, secrets: Path):
    monkeypatch.setenv("HAMRAH_SMTP_USERNAME", "hamrah")
    with pytest.raises(MissingSetting, match="smtp-password"):
        SmtpSettings.from_env(platform())

    (secrets / "smtp-password").write_text("a password")
    assert SmtpSettings.from_env(platform()).smtp_credentials == ("hamrah", "a password")


@pytest.mark.parametrize(
    ("said", "begin", "end"),
    [("", "21:00", "08:00"), ("22:30-07:00", "22:30", "07:00"), ("none", "00:00", "00:00")],
)
def test_quiet_hours_for_who_chose_none_are_a_setting(monkeypatch, said: str, begin: str, end: str):
    monkeypatch.setenv("HAMRAH_QUIET_HOURS", said)

    assert default_preferences().quiet == Hours(time.fromisoformat(begin), time.fromisoformat(end))


@pytest.mark.parametrize("said", ["21:00", "9pm-8am", "21:00-08:00-09:00", "21:00-25:00"])
def test_quiet_hours_that_are_no_hours_stop_the_start(monkeypatch, said: str):
    monkeypatch.setenv("HAMRAH_QUIET_HOURS", said)

    with pytest.raises(MissingSetting, match="HAMRAH_QUIET_HOURS"):
        default_preferences()


@pytest.mark.parametrize("line", ["sms=nobody", "sms=smtp", "sms=notify.config", "sms=no.such.module"])
@pytest.mark.usefixtures("secrets")
def test_a_provider_that_is_none_of_its_channel_stops_the_start(monkeypatch: pytest.MonkeyPatch, line: str):
    monkeypatch.setenv("HAMRAH_CHANNELS", line)

    with pytest.raises(MissingSetting, match=r"HAMRAH_CHANNELS|notify\.config"):
        read_channels()


@pytest.mark.usefixtures("secrets")
def test_a_provider_may_have_a_rate_and_threads_of_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HAMRAH_PROVIDER_RATES", "twilio=50,msg91=0.5")
    monkeypatch.setenv("HAMRAH_PROVIDER_THREADS", "twilio=4")

    settings = SendingSettings.from_env(PlatformSettings.from_env("notify"))
    assert (settings.rates, settings.concurrency) == ({"twilio": 50.0, "msg91": 0.5}, {"twilio": 4})


def test_the_hours_of_the_law_hold_but_for_stories_in_development(monkeypatch):
    monkeypatch.delenv("HAMRAH_LAW_HOURS", raising=False)
    assert law_holds()

    monkeypatch.setenv("HAMRAH_LAW_HOURS", "none")
    monkeypatch.setenv("HAMRAH_ENVIRONMENT", "development")
    assert not law_holds()


@pytest.mark.parametrize(("said", "environment"), [("none", "production"), ("at night", "development")])
def test_nobody_turns_the_hours_of_the_law_off_for_real(monkeypatch, said, environment):
    monkeypatch.setenv("HAMRAH_LAW_HOURS", said)
    monkeypatch.setenv("HAMRAH_ENVIRONMENT", environment)

    with pytest.raises(MissingSetting, match="HAMRAH_LAW_HOURS"):
        law_holds()


def test_in_containers_who_previews_and_who_sends_read_the_same_senders():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    api, sender = services["notify"], services["notify-sender"]
    file = api["environment"]["HAMRAH_SENDERS"]

    assert sender["environment"]["HAMRAH_SENDERS"] == file
    assert all(any(f":{file}:ro" in each for each in it["volumes"]) for it in (api, sender))


@pytest.mark.parametrize(("said", "most"), [("", 6), ("12", 12)])
def test_how_many_texts_a_day_are_sent_at_most_is_a_setting(monkeypatch, said: str, most: int):
    monkeypatch.setenv("HAMRAH_MOST_TEXTS", said)

    assert default_preferences().most_texts == most


@pytest.mark.parametrize("said", ["many", "-1", "1.5", "٣"])
def test_a_number_of_texts_that_is_none_stops_the_start(monkeypatch, said: str):
    monkeypatch.setenv("HAMRAH_MOST_TEXTS", said)

    with pytest.raises(MissingSetting, match="HAMRAH_MOST_TEXTS"):
        default_preferences()
