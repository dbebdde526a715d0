"""A centre's own system that listens."""

from collections.abc import Iterator

import pytest

from tests.alumni.integration.webhooks.system import System, post_to, serving, use
from tests.alumni.staff import Network


@pytest.fixture(scope="module")
def shared_system() -> Iterator[System]:
    """A system that listens, started once."""
    system = System()
    with serving(system):
        yield system


@pytest.fixture
def system(shared_system: System, network: Network) -> System:
    """A system that is allowed to be inside, as an operator may allow it."""
    shared_system.status, shared_system.location = 204, None
    shared_system.got.clear()
    use(network, post_to(shared_system))
    return shared_system
