"""A month to check in on."""

import pytest

from tests.alumni.client import Person
from tests.alumni.integration.check_ins.month import Month


@pytest.fixture
def month(person: Person) -> Month:
    """A member, a partner, and the stores."""
    return Month(person)
