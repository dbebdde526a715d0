"""Real HTTP servers of every provider's shape: one suite for all."""

from collections.abc import Iterator

import pytest

from notify.ports import Provider
from tests.notify import provider
from tests.notify.integration.texts.providers import CASES, Case


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """Every provider in turn."""
    return CASES[request.param]


@pytest.fixture
def sms_provider(case: Case) -> Iterator[provider.SmsProvider]:
    """A running provider of the shape."""
    with provider.serve(shape=case.shape) as running:
        yield running


@pytest.fixture
def texts(case: Case, sms_provider: provider.SmsProvider) -> Iterator[Provider]:
    """The adapter of the shape."""
    adapter = case.adapter(sms_provider.url)
    yield adapter
    adapter.close()
