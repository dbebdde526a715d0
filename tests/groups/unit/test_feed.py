"""A feed as a text: records and their lines, or one clear refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.errors import FeedInvalid
from groups.domain.feeds.described import MAX_RECORDS, Record
from groups.domain.feeds.json_array import read_json
from groups.domain.feeds.text import text_of


def test_every_record_knows_the_line_on_which_it_starts() -> None:
    feed = b'\n[\n  {"a": 1},\n\n  {\n    "b": 2\n  }, 3,\n  "text\\n"\n]\n'

    assert [(record.line, record.content) for record in read_records(feed)] == [
        (3, {"a": 1}),
        (5, {"b": 2}),
        (7, 3),
        (8, "text\n"),
    ]


def test_an_object_may_hold_the_array_and_more_beside_it() -> None:
    feed = read_json('{"formats": [{"id": "1"}],\n"meetings":\n[ {"a": 1},\n2 ]}')

    assert feed.records == [Record(3, {"a": 1}), Record(4, 2)]
    assert feed.beside == {"formats": [{"id": "1"}]}


def test_a_byte_order_mark_and_an_empty_array_are_fine() -> None:
    assert read_records(b"\xef\xbb\xbf []\r\n") == []


def read_records(feed: bytes) -> list[Record]:
    return read_json(text_of(feed)).records


@pytest.mark.parametrize(
    ("feed", "says"),
    [
        (b"", "JSON is an array"),
        (b'{"slug": "x"}', "JSON is an array"),
        (b'"text"', "JSON is an array"),
        (b'{"meetings": 5}', "JSON is an array"),
        (b'{"meetings": [] "x": 1}', "Line 1"),
        (b'{"meetings": [], 5: 1}', "Line 1"),
        (b"\xff\xfe[", "UTF-8"),
        (b"[", "Line 1"),
        (b"[1,\n\n]", "Line 3"),
        (b"[1 2]", "comma"),
        (b"[1", "comma"),
        (b"[1] more", "follows"),
        (b"[] []", "follows"),
        (b'[\n{"a": }]', "Line 2"),
        (b"[NaN]", "number"),
        (b"[-Infinity]", "number"),
        (b"[" + b"9" * 5000 + b"]", "number"),
        (b"[" * 100_000, "nested"),
        (b'[{"a":' * 50_000, "nested"),
        (b"[" + b"0," * MAX_RECORDS + b"0]", "more than 5,000 records"),
    ],
)
def test_what_is_no_array_of_records_is_refused_with_one_sentence(feed: bytes, says: str) -> None:
    with pytest.raises(FeedInvalid, match=says):
        read_records(feed)


def test_a_feed_of_as_many_records_as_are_taken_is_read() -> None:
    assert len(read_records(b"[" + b"0," * (MAX_RECORDS - 1) + b"0]")) == MAX_RECORDS


@given(st.binary(max_size=200) | st.text(alphabet='[]{},:"\\1a \n', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(feed: bytes) -> None:
    try:
        records = read_records(feed)
    except FeedInvalid:
        return
    assert all(record.line >= 1 for record in records)
