"""An address of ours names one message, and nobody else can write one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from notify.adapters.return_paths import Cause, ReturnPath, ReturnPaths

PATHS = ReturnPaths(bytes(range(32)), "bounce@hamrah.example.org")
OTHERS = ReturnPaths(bytes(32), "bounce@hamrah.example.org")


@pytest.mark.parametrize("cause", Cause)
def test_an_address_is_read_back_however_a_server_spells_it(cause):
    message_id = new_id()
    address = PATHS.address(cause, message_id)

    for spelt in (address, f"<{address}>", address.upper(), f" {address} "):
        assert PATHS.read(spelt) == ReturnPath(cause, message_id)
    assert len(address.rpartition("@")[0]) <= 64  # RFC 5321 section 4.5.3.1.1


def test_an_address_that_we_did_not_sign_means_nothing():
    address = OTHERS.address(Cause.BOUNCE, new_id())

    assert PATHS.read(address) is None
    assert PATHS.read(PATHS.address(Cause.BOUNCE, new_id()).replace("+b.", "+l.")) is None
    assert PATHS.read(PATHS.address(Cause.BOUNCE, new_id()).replace("hamrah.", "other.")) is None


@given(st.text(max_size=200))
def test_whatever_stands_in_a_header_is_read_or_left(text):
    assert PATHS.read(text) is None
