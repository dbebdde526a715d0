"""No phone number, address or code rests or is logged anywhere on the way of a message."""

import io
import logging
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from bson import json_util
from prometheus_client import generate_latest

from chassis import logs
from chassis.config import PlatformSettings
from notify.domain.contacts import Channel
from notify.domain.message import State
from tests.notify import api, examples
from tests.notify.integration.sending.senders import sender
from tests.support.waiting import eventually

SECRETS = [examples.NUMBER, examples.NUMBER[3:], examples.ADDRESS, examples.CODE]


def assert_discreet(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text
    assert not re.search(r"[\w.]+@[\w.]+\.\w+", text)


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[io.StringIO]:
    """Log as a process of ours does, and all there is to log."""
    root = logging.getLogger()
    before = root.handlers, root.level
    # aiosmtpd is the outside world, which knows to whom an e-mail goes.
    logging.getLogger("mail.log").propagate = False
    logs.configure(
        PlatformSettings(
            service="notify",
            environment="development",
            mongodb_uri="",
            database="",
            kafka_bootstrap="",
            jwks_url="",
            public_url="",
            secrets_dir=tmp_path,
            log_level="DEBUG",
            metrics_port=None,
        )
    )
    lines = io.StringIO()
    ours = root.handlers[0]
    assert isinstance(ours, logging.StreamHandler)
    ours.setStream(lines)
    yield lines
    root.handlers, root.level = before
    logging.getLogger("mail.log").propagate = True
    structlog.reset_defaults()


def test_nothing_of_a_person_is_found_in_database_logs_or_metrics(
    database, mongo_stores, settings, sms_provider, logged, capfd
):
    stores = mongo_stores
    stores.contacts.keep(examples.contacts())
    accepted = [examples.message(), examples.message(channel=Channel.EMAIL), examples.code_message()]
    stores.messages.add_once(accepted)
    stop = threading.Event()
    running = threading.Thread(target=sender(stores, settings).run, args=(stop,))
    running.start()
    eventually(lambda: all(stores.messages.find(each.id).state is State.SENT for each in accepted))
    in_trouble = [examples.message(), examples.code_message()]
    sms_provider.status = 500
    stores.messages.add_once(in_trouble)
    eventually(lambda: all(stores.messages.find(each.id).state is State.UNKNOWN for each in in_trouble))
    stop.set()
    running.join()
    client = api.bound(database).test_client()
    api.send_receipt(client, accepted[0].id, api.receipt("SM1", "delivered"))
    api.send_receipt(client, accepted[0].id, api.receipt("SM1", "delivered"), token="forged")

    dump = json_util.dumps([list(database[name].find()) for name in database.list_collection_names()])
    output = capfd.readouterr()
    for text in (dump, logged.getvalue(), output.out, output.err, generate_latest().decode()):
        assert_discreet(text)
    assert "unknown" in dump
    assert "message_in_trouble" in logged.getvalue()
