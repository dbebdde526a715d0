"""The stores of notify, in memory and on the real MongoDB, and the providers' servers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pymongo.database import Database

from notify.adapters.indexes import ensure_indexes
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.return_paths import ReturnPaths
from notify.domain.contacts import Usual
from notify.ports import MemberContacts, Messages
from tests.notify import examples, mailbox, provider

PUBLIC_URL = "https://hamrah.example.org"


@dataclass(frozen=True, kw_only=True)
class ProviderSettings:
    """How to reach Twilio's shape and a mail server."""

    sms_base_url: str
    sms_account_sid: str
    sms_auth_token: str
    sms_from: str
    receipt_url: str
    smtp_host: str
    smtp_port: int
    mail_from: str
    smtp_credentials: tuple[str, str] | None
    smtp_starttls: bool = False
    connections: int = 4
    to_a_domain_at_once: int = 4
    to_a_domain_a_second: float = 1_000.0
    return_paths: ReturnPaths | None = None


@dataclass(frozen=True)
class Stores:
    """Where contacts and messages are kept."""

    contacts: MemberContacts
    messages: Messages


@pytest.fixture(params=["memory", "mongodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """The same suite on both."""
    if request.param == "memory":
        return Stores(InMemoryContacts(), InMemoryMessages())
    return request.getfixturevalue("mongo_stores")


@pytest.fixture
def memory() -> Stores:
    """In memory only, for rules that no engine knows."""
    return Stores(InMemoryContacts(), InMemoryMessages())


@pytest.fixture
def mongo_stores(database: Database[dict[str, Any]]) -> Stores:
    """On the real MongoDB only."""
    ensure_indexes(database)
    usual = Usual(preferences=examples.AT_ANY_HOUR)
    return Stores(MongoContacts(database, usual=usual), MongoMessages(database))


@pytest.fixture
def sms_provider() -> Iterator[provider.SmsProvider]:
    """A running SMS provider."""
    with provider.serve() as running:
        yield running


@pytest.fixture
def mail_server() -> Iterator[mailbox.Mailbox]:
    """A running mail server."""
    with mailbox.serve() as running:
        yield running


@pytest.fixture
def settings(sms_provider: provider.SmsProvider, mail_server: mailbox.Mailbox) -> ProviderSettings:
    """How to reach both."""
    return ProviderSettings(
        sms_base_url=sms_provider.url,
        sms_account_sid=provider.ACCOUNT_SID,
        sms_auth_token=provider.AUTH_TOKEN,
        sms_from="HAMRAH",
        receipt_url=f"{PUBLIC_URL}/api/notify/webhooks/sms",
        smtp_host=mail_server.host,
        smtp_port=mail_server.port,
        mail_from="hello@hamrah.example.org",
        smtp_credentials=None,
    )
