"""Asking for a code does the same whoever the contact belongs to."""

import inspect

from alumni.handlers.sign_in import request_code
from tests.alumni.worlds import in_memory


class Untouched:
    """Members that must not be asked for anything."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"members were asked for {name}")


def test_asking_for_a_code_never_looks_a_member_up():
    world = in_memory()
    world.sign_in()
    world.members = Untouched()  # type: ignore[assignment]

    known, _ = world.request()

    assert known.member_id is None
    assert "members" not in inspect.signature(request_code).parameters
