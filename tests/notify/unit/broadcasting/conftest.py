"""A world with people to write to."""

import pytest

from tests.notify.broadcasting import person
from tests.notify.unit.broadcasting.world import PEOPLE, World


@pytest.fixture
def world() -> World:
    """People of one centre, and nothing sent yet."""
    made = World()
    made.contacts.know(*(person(f"number {each}") for each in range(PEOPLE)))
    return made
