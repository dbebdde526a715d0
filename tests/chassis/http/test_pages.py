"""Cursors come back as they went out, and nothing else does; moments are RFC 3339."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.http import ProblemError, decode_cursor, encode_cursor
from chassis.http.schemas import parse_rfc3339, rfc3339
from tests.chassis.http import sample

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
APP = sample.sample_app()
MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(st.tuples(MOMENTS, TEXTS, st.integers(-(2**63), 2**63 - 1)))
def test_a_cursor_comes_back_as_it_went_out(values: tuple[datetime, str, int]) -> None:
    assert decode_cursor(encode_cursor(values), (datetime, str, int)) == list(values)


@given(st.text())
def test_a_made_up_cursor_is_a_422_or_plain_values(text: str) -> None:
    answer = APP.test_client().get("/api/sample/seats", query_string={"cursor": text})

    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    "values",
    [{}, [{"$gt": ""}], [None], [True], [1.5], ["\x00"], ["\ud800"], "text", [["x"]], ["x", "y"], [], [7]],
)
def test_a_cursor_of_other_values_is_refused(values: Any) -> None:
    text = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()

    with pytest.raises(ProblemError):
        decode_cursor(text, (str,))


@given(MOMENTS)
def test_a_moment_is_written_with_z_and_read_back(moment: datetime) -> None:
    assert rfc3339(moment).endswith("Z")
    assert parse_rfc3339(rfc3339(moment)) == moment


def test_a_moment_of_another_zone_is_the_same_moment_in_utc() -> None:
    india = timezone(timedelta(hours=5, minutes=30))

    assert rfc3339(datetime(2026, 11, 22, 18, 0, tzinfo=india)) == "2026-11-22T12:30:00Z"
    assert parse_rfc3339("2026-11-22t18:00:00+05:30") == datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22",
        "2026-11-22T18:00:00",
        "2026-11-22 18:00:00Z",
        "2026-02-30T18:00:00Z",
        "0001-01-01T00:00:00+05:30",
        "2026-W47-7T18:00:00Z",
        "2026-11-22T18:00:00Z\n",
        "२०२६-11-22T18:00:00Z",
        7,
        None,
    ],
)
def test_anything_else_is_no_moment(text: Any) -> None:
    with pytest.raises(ValueError):
        parse_rfc3339(text)
