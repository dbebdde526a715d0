import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.clock import from_rfc3339, to_rfc3339, utc_now
from chassis.ids import ID_PATTERN, derived_id, new_id


def test_new_ids_differ_and_have_the_shape():
    ids = {new_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(re.fullmatch(ID_PATTERN, each) for each in ids)


@given(st.lists(st.text(), min_size=1))
def test_a_derived_id_depends_on_nothing_but_its_parts(parts: list[str]):
    assert derived_id(*parts) == derived_id(*parts)
    assert re.fullmatch(ID_PATTERN, derived_id(*parts))


def test_the_order_of_the_parts_matters():
    assert derived_id("a", "b") != derived_id("b", "a")


def test_now_is_aware_and_survives_the_database():
    assert utc_now().tzinfo is UTC
    assert utc_now().microsecond % 1000 == 0


def test_a_time_is_written_in_utc_whatever_its_zone():
    in_punjab = datetime(2026, 11, 22, 18, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    assert to_rfc3339(in_punjab) == "2026-11-22T13:00:00.000Z"


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_written_time_reads_as_the_same_millisecond(moment: datetime):
    assert from_rfc3339(to_rfc3339(moment)) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-11-22", "2026-11-22T10:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_time_with_an_offset_is_refused(text: str):
    with pytest.raises(ValueError):
        from_rfc3339(text)


def test_a_naive_datetime_is_never_written():
    with pytest.raises(ValueError):
        to_rfc3339(datetime(2026, 11, 22))  # noqa: DTZ001 - the mistake under test
