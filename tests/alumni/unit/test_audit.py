"""The audit log: whatever is changed, removed, inserted or moved is noticed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alumni.domain.audit import START, Entry, Head, verify

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
Chain = list[tuple[Entry, str]]
words = st.text("abcdef", min_size=1, max_size=6)


@st.composite
def chains(draw: st.DrawFn, least: int = 1) -> Chain:
    """A chain as it is written."""
    made: Chain = []
    previous = START
    for number in range(1, draw(st.integers(least, 8)) + 1):
        entry = Entry(
            sequence=number,
            at=NOON + timedelta(milliseconds=draw(st.integers(0, 10**9))),
            act=draw(words),
            by=draw(words),
            about=draw(words),
            ids=draw(st.dictionaries(words, words, max_size=2)),
            previous=previous,
        )
        previous = entry.hash
        made.append((entry, previous))
    return made


def head_of(chain: Chain) -> Head:
    entry, kept = chain[-1]
    return Head(sequence=entry.sequence, hash=kept)


@given(chains())
def test_what_was_only_appended_is_unbroken(chain: Chain):
    verdict = verify(chain, anchor=head_of(chain))

    assert verdict.unbroken
    assert verdict.head == head_of(chain)


@given(chains(), st.data())
def test_any_changed_field_is_noticed_also_with_a_hash_made_to_fit(chain: Chain, data: st.DataObject):
    at = data.draw(st.integers(0, len(chain) - 1))
    entry, kept = chain[at]
    change = data.draw(
        st.sampled_from(
            [
                {"act": entry.act + "x"},
                {"by": entry.by + "x"},
                {"about": entry.about + "x"},
                {"at": entry.at + timedelta(milliseconds=1)},
                {"ids": {**entry.ids, "more": "x"}},
                {"sequence": entry.sequence + 1},
                {"previous": "f" * 64},
            ]
        )
    )
    changed = replace(entry, **change)

    assert not verify([*chain[:at], (changed, kept), *chain[at + 1 :]]).unbroken
    forged = [*chain[:at], (changed, changed.hash), *chain[at + 1 :]]
    assert not verify(forged, anchor=head_of(chain)).unbroken


@given(chains(), st.data())
def test_a_removed_entry_is_noticed(chain: Chain, data: st.DataObject):
    at = data.draw(st.integers(0, len(chain) - 1))

    verdict = verify([*chain[:at], *chain[at + 1 :]], anchor=head_of(chain))

    assert verdict.broken_at == at + 1


@given(chains(), st.data())
def test_an_inserted_entry_is_noticed(chain: Chain, data: st.DataObject):
    at = data.draw(st.integers(0, len(chain) - 1))
    previous = chain[at - 1][1] if at else START
    forged = Entry(sequence=at + 1, at=NOON, act="x", by="x", about="x", previous=previous)

    assert not verify([*chain[:at], (forged, forged.hash), *chain[at:]]).unbroken


@given(chains(least=2), st.data())
def test_entries_that_changed_places_are_noticed(chain: Chain, data: st.DataObject):
    at = data.draw(st.integers(0, len(chain) - 2))
    chain[at], chain[at + 1] = chain[at + 1], chain[at]

    assert verify(chain).broken_at == at + 1


@given(chains())
def test_a_head_is_read_as_it_is_printed(chain: Chain):
    head = head_of(chain)

    assert Head.parse(str(head)) == head


@pytest.mark.parametrize("text", ["", "x:y", ":"])
def test_a_head_that_is_none_is_refused(text: str):
    with pytest.raises(ValueError, match="invalid literal"):
        Head.parse(text)
