import io
import json
import logging
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from chassis import logs
from chassis.config import PlatformSettings
from chassis.ids import new_id
from chassis.redaction import MASK, redact, redact_text

NUMBERS = [
    "+919876543210",
    "98765 43210",
    "(0172) 274-1234",
    "+91-98765-43210",
    "9876.543.210",
    "०९८७६५४३२१०",
    "+1 650 253 0000",
]
ADDRESSES = [
    "simran@example.org",
    "a.b+c@mail.example.in",
    "x@localhost",
    "simran%40example.org",
    "ਸਿਮਰਨ@example.org",
]


@pytest.mark.parametrize("secret", NUMBERS + ADDRESSES)
@pytest.mark.parametrize("around", ["{}", "to {} now", "<{}>", "to={}&x=1", "mailto:{}", '{{"to": "{}"}}'])
def test_a_contact_is_masked_wherever_it_stands(secret: str, around: str):
    shown = redact_text(around.format(secret))

    assert secret not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    "kept",
    [
        "groups.registration.confirmed.v1",
        "2026-11-22T19:22:50.123Z",
        "2026-11-22",
        "2026-11-22 19:22:50",
        "127.0.0.1:29092",
        "partition 3 offset 1234567",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "12345678901234567890123456789012",
        "error 286",
    ],
)
def test_what_is_no_contact_survives(kept: str):
    assert redact_text(f"at {kept}, seen") == f"at {kept}, seen"


@given(
    st.text(alphabet="0123456789abcdef", min_size=32, max_size=32), st.sampled_from([" ", "|", "/", ":", "="])
)
def test_ids_survive(identifier: str, around: str):
    assert redact_text(f"id{around}{identifier}{around}") == f"id{around}{identifier}{around}"


@given(st.datetimes())
def test_times_of_our_century_survive(moment: Any):
    text = moment.replace(year=2000 + moment.year % 100).isoformat() + "Z"

    assert redact_text(text) == text


digits = st.lists(st.sampled_from("0123456789"), min_size=8, max_size=15)
separators = st.sampled_from(["", "", "", " ", "-", ".", "/", ") ", " ("])


@given(
    st.sampled_from(["", "+"]),
    digits,
    st.lists(separators, min_size=15, max_size=15),
    st.text(alphabet="abc ,;:"),
)
def test_no_run_of_eight_digits_is_left(plus: str, number: list[str], between: list[str], around: str):
    written = plus + "".join(digit + gap for digit, gap in zip(number, between, strict=False))
    shown = redact_text(f"{around}{written}{around}")

    left = re.sub(r"(19|20)\d\d-\d\d-\d\d", "", shown)
    assert len(re.findall(r"\d", left)) < 8


@given(st.emails(), st.text(alphabet="abc ,;"))
def test_no_address_is_left(address: str, around: str):
    assert address not in redact_text(f"{around} {address} {around}")


def test_values_are_masked_however_deep_they_are():
    shown = redact(
        {
            "a": [{"b": ("+919876543210", {"c": "x@example.org"})}],
            "n": 919876543210,
            "x@example.org": b"9876543210",
        }
    )

    assert not re.search(r"\d{8}|example", json.dumps(shown))


def test_plain_values_stay_what_they_are():
    assert redact({"count": 3, "rate": 0.123456789012, "ok": True, "none": None}) == {
        "count": 3,
        "rate": 0.123456789012,
        "ok": True,
        "none": None,
    }


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch):
    """What a process with configured logs writes to its stdout."""
    stdout = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stdout)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    settings = PlatformSettings(
        service="groups", environment="development", mongodb_uri="", database="", kafka_bootstrap="",
        jwks_url="", public_url="", secrets_dir=Path(), log_level="INFO", metrics_port=None,
    )  # fmt: skip
    logs.configure(settings)
    yield stdout
    root.handlers, root.level = before, level
    structlog.reset_defaults()


def test_a_log_line_is_json_with_a_constant_name_and_no_contact(written: io.StringIO):
    identifier = new_id()
    try:
        raise ValueError("cannot reach +919876543210")
    except ValueError:
        logs.get_logger().exception("send_failed", message_id=identifier, to=["simran@example.org"])
        logging.getLogger("library").exception("lost %s", "simran@example.org")

    ours, theirs = (json.loads(line) for line in written.getvalue().splitlines())
    assert ours["event"] == "send_failed"
    assert ours["service"] == theirs["service"] == "groups"
    assert ours["message_id"] == identifier
    assert "ValueError" in ours["exception"]
    assert "ValueError" in theirs["exception"]
    assert "9876543210" not in written.getvalue()
    assert "simran" not in written.getvalue()
    assert "@" not in written.getvalue()
