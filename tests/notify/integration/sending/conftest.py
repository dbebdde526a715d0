"""Senders that a test starts, all of them stopped after it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.notify import examples
from tests.notify.integration.conftest import ProviderSettings, Stores
from tests.notify.integration.sending.senders import RunningSender, StartSender, sender


@pytest.fixture
def start(stores: Stores, settings: ProviderSettings) -> Iterator[StartSender]:
    """Start a sender; all are stopped in the end."""
    stores.contacts.keep(examples.contacts())
    with ExitStack() as running:

        def start_one() -> RunningSender:
            started = RunningSender(sender(stores, settings))
            running.callback(started.stop)
            return started

        yield start_one
