"""The table and the templates fit."""

from dataclasses import replace

from notify import inbound
from notify.adapters.templates import read_templates
from notify.domain.message import Template, Urgency
from notify.domain.preferences import Purpose
from notify.handlers.coverage import misfits
from notify.handlers.table import Row, member

TEMPLATES = {Template.PLACE_QUEUED: read_templates()[Template.PLACE_QUEUED]}
ROW = Row(inbound.RegistrationQueued, member, Template.PLACE_QUEUED, Purpose.MEETINGS)
FACT = "groups.registration.queued.v1"


def test_a_row_that_does_not_give_what_its_template_says_is_found():
    assert list(misfits({FACT: ROW}, TEMPLATES, ())) == [
        f"{FACT}: place-queued says position, which the row does not give",
        f"{FACT}: place-queued says starts_at, which the row does not give",
    ]
    assert not list(misfits({FACT: replace(ROW, params=("starts_at", "position"))}, TEMPLATES, ()))


def test_a_row_without_a_template_and_a_template_without_a_row_are_found():
    assert list(misfits({FACT: replace(ROW, template=Template.REACH_OUT)}, TEMPLATES, ())) == [
        f"{FACT}: there is no template reach-out",
        "place-queued: nothing sends this template",
    ]


def test_a_template_that_a_handler_sends_by_itself_needs_no_row():
    assert list(misfits({}, TEMPLATES, [Template.PLACE_QUEUED])) == []


def test_only_what_is_written_to_many_may_wait_for_the_hours_of_explicit_texts():
    explicit = {Template.PLACE_QUEUED: replace(TEMPLATES[Template.PLACE_QUEUED], category="service-explicit")}
    row = replace(ROW, params=("starts_at", "position"))

    assert len(list(misfits({FACT: row}, explicit, ()))) == 1
    assert not list(misfits({FACT: replace(row, urgency=Urgency.BULK)}, explicit, ()))
