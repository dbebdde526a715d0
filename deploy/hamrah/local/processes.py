"""The processes of the platform on one machine, as data."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hamrah.local.ports import Ports

ANSWERS = "/api/notify/webhooks/answers"
CHANNELS = "sms=twilio,msg91,exotel email=smtp"  # the providers of each channel, the first choice first
RECEIPTS = "/api/notify/webhooks/receipts"
EXOTEL = {"HAMRAH_EXOTEL_ACCOUNT_SID": "hamrah1", "HAMRAH_EXOTEL_API_KEY": "hamrah"}
SMS_ACCOUNT = "AC" + "0" * 31 + "1"
_GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:chassis.gunicorn"]


@dataclass(frozen=True, kw_only=True)
class ProcessSpec:
    """One process: what to run, with what settings, and where it says that it is ready."""

    name: str
    argv: list[str]
    env: Mapping[str, str]
    ready_url: str


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything of one local platform is: its directory, its ports, its engines."""

    directory: Path
    ports: Ports
    mongodb_uri: str
    kafka_bootstrap: str

    @property
    def secrets(self) -> Path:
        """The keys, one folder a service."""
        return self.directory / "secrets"

    @property
    def data(self) -> Path:
        """What a restart must find again."""
        return self.directory / "data"

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.directory / "logs"

    @property
    def public_url(self) -> str:
        """The gateway as a browser sees it."""
        return self.ports.url("gateway")


def environment_of(service: str, layout: Layout) -> dict[str, str]:
    """The settings of one service on this machine."""
    ports = layout.ports
    shared = {
        "HAMRAH_ENVIRONMENT": "development",
        "HAMRAH_MONGODB_URI": layout.mongodb_uri,
        "HAMRAH_KAFKA_BOOTSTRAP": layout.kafka_bootstrap,
        "HAMRAH_JWKS_URL": f"{ports.url('alumni')}/.well-known/jwks.json",
        "HAMRAH_PUBLIC_URL": layout.public_url,
        "HAMRAH_SECRETS_DIR": str(layout.secrets / service),
        # Threads share two heaps, which keeps an idle process small.
        "MALLOC_ARENA_MAX": "2",
    }
    own = {
        # On one machine everybody signs in from one address.
        "alumni": {
            "HAMRAH_SIGN_IN_PER_ADDRESS_HOUR": "5000",
            "HAMRAH_GROUPS_URL": ports.url("groups"),
            "HAMRAH_NOTIFY_URL": ports.url("notify"),
        },
        # The demo feeds are served by the sandbox, at an address that is private by necessity.
        "groups": {"HAMRAH_FEED_ALLOWED_HOSTS": ports.address("sandbox")},
        "notify": {
            "HAMRAH_ALUMNI_URL": ports.url("alumni"),
            # Stories are played at any hour; whoever wants quiet hours in one chooses them.
            "HAMRAH_QUIET_HOURS": "none",
            "HAMRAH_LAW_HOURS": "none",
            # And to as few members as a story has: each hears more a day than anybody wants.
            "HAMRAH_MOST_TEXTS": "100000",
            "HAMRAH_CHANNELS": CHANNELS,
            "HAMRAH_SMS_BASE_URL": ports.url("sandbox"),
            "HAMRAH_SMS_ACCOUNT_SID": SMS_ACCOUNT,
            "HAMRAH_SMS_FROM": "HAMRAH",
            "HAMRAH_MSG91_BASE_URL": ports.url("sandbox"),
            "HAMRAH_EXOTEL_BASE_URL": ports.url("sandbox"),
            **EXOTEL,
            "HAMRAH_SMTP_HOST": ports.address("smtp").partition(":")[0],
            "HAMRAH_SMTP_PORT": str(ports.smtp),
            "HAMRAH_MAIL_FROM": "hamrah@example.org",
            "HAMRAH_BOUNCES_ADDRESS": "bounces@example.org",
            "HAMRAH_BOUNCES_IMAP_HOST": ports.address("imap").partition(":")[0],
            "HAMRAH_BOUNCES_IMAP_PORT": str(ports.imap),
            "HAMRAH_BOUNCES_IMAP_USERNAME": "bounces",
            "HAMRAH_BOUNCES_IMAP_TLS": "false",
            "HAMRAH_BOUNCES_PAUSE": "5",
        },
        "sandbox": {
            "HAMRAH_SANDBOX_BIND": ports.address("sandbox"),
            "HAMRAH_SANDBOX_SMTP_BIND": ports.address("smtp"),
            "HAMRAH_SANDBOX_IMAP_BIND": ports.address("imap"),
            "HAMRAH_SANDBOX_DIR": str(layout.data / "sandbox"),
            "HAMRAH_SANDBOX_ANSWERS_URL": f"{layout.public_url}{ANSWERS}",
            "HAMRAH_SANDBOX_MSG91_URL": f"{layout.public_url}{RECEIPTS}/msg91",
            "HAMRAH_SANDBOX_EXOTEL_URL": f"{layout.public_url}{ANSWERS}/exotel",
            "HAMRAH_SMS_ACCOUNT_SID": SMS_ACCOUNT,
            **EXOTEL,
        },
    }
    return {**shared, **own.get(service, {})}


def processes(layout: Layout, overrides: Mapping[str, str]) -> list[ProcessSpec]:
    """Every process but the engines and the gateway; `overrides` are settings for all of them."""
    background = ["alumni.worker", "groups.relay", "groups.worker", "notify.consumer", "notify.sender"]
    specs = [
        _sandbox(layout),
        *(_api(service, layout) for service in ("alumni", "groups", "notify", "web")),
        *(_background(name, layout) for name in background),
    ]
    return [
        ProcessSpec(name=spec.name, argv=spec.argv, env={**spec.env, **overrides}, ready_url=spec.ready_url)
        for spec in specs
    ]


def _api(service: str, layout: Layout) -> ProcessSpec:
    return ProcessSpec(
        name=f"{service}.api",
        argv=[*_GUNICORN, f"{service}.bootstrap:http_app()"],
        env={**environment_of(service, layout), "HAMRAH_BIND": layout.ports.address(service)},
        ready_url=f"{layout.ports.url(service)}/health/ready",
    )


def _background(name: str, layout: Layout) -> ProcessSpec:
    service, _, role = name.partition(".")
    port = name.replace(".", "_")
    return ProcessSpec(
        name=name,
        argv=[sys.executable, "-m", f"{service}.entrypoints.{role}"],
        env={
            **environment_of(service, layout),
            "HAMRAH_METRICS_PORT": layout.ports.address(port).rpartition(":")[2],
        },
        ready_url=f"{layout.ports.url(port)}/health/ready",
    )


def _sandbox(layout: Layout) -> ProcessSpec:
    return ProcessSpec(
        name="sandbox",
        argv=[sys.executable, "-m", "sandbox"],
        env=environment_of("sandbox", layout),
        ready_url=f"{layout.ports.url('sandbox')}/health",
    )
