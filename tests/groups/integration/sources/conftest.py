"""The API of groups beside feeds that a test may change."""

import pytest
from flask import Flask

from groups.adapters.memory import InMemoryFeeds
from tests.groups.api import application
from tests.groups.integration.sources.feeds import OTHER, URL, Rows
from tests.groups.samples import a_feed, a_record


@pytest.fixture
def feeds() -> InMemoryFeeds:
    """Two feeds of one meeting each."""
    return InMemoryFeeds({URL: a_feed(a_record()), OTHER: a_feed(a_record(slug="other"))})


@pytest.fixture
def app(database: Rows, feeds: InMemoryFeeds) -> Flask:
    """The API, which reaches those feeds only."""
    return application(database, feeds)
