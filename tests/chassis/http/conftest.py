"""A client of the sample service."""

import pytest
from flask.testing import FlaskClient

from tests.chassis.http import sample


@pytest.fixture
def client() -> FlaskClient:
    """A client of a fresh sample service."""
    return sample.sample_app().test_client()
