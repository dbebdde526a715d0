"""The fields of requests take one spelling of each value, the one that the document names."""

from datetime import date, datetime, time
from typing import Any

import pytest
from flask import Flask
from marshmallow import ValidationError, fields, validate

from chassis.http import (
    Blueprint,
    DecimalNumber,
    LocalDate,
    LocalDateTime,
    Schema,
    TimeOfDay,
    TrueOrFalse,
    create_app,
    public,
)
from chassis.http.openapi import document
from chassis.tokens import TokenVerifier


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        (LocalDate(), "0001-01-01", date(1, 1, 1)),
        (LocalDate(), "9999-12-31", date(9999, 12, 31)),
        (TimeOfDay(), "07:05", time(7, 5)),
        (LocalDateTime(), "2026-12-05T19:30", datetime(2026, 12, 5, 19, 30)),  # noqa: DTZ001 - local
    ],
)
def test_what_a_wall_clock_says_is_read_and_written_alike(
    field: fields.Field[Any], written: str, value: date | time
) -> None:
    assert field.deserialize(written) == value
    assert field._serialize(value, None, None) == written


@pytest.mark.parametrize(
    ("field", "refused"),
    [
        (LocalDate(), ("20260105", "2026-1-5", "2026-W01-1", "2026-02-30", "2026-01-05\n", "०००१-०१-०१", 1)),
        (TimeOfDay(), ("7:5", "24:00", "07:05:00", "07:05\n", "०७:०५", 7.5, None, [])),
        (LocalDateTime(), ("2026-12-05T19:30Z", "2026-12-05", "2026-13-01T10:00", "2026-1-1T1:1", True)),
        (TrueOrFalse(), (0, 1, 1.0, "1", "on", "TRUE", "", None, [])),
        (DecimalNumber(), (True, "nan", "Infinity", float("nan"), float("inf"), 10**400, "1_0", "१", "", [])),
    ],
    ids=lambda each: type(each).__name__,
)
def test_another_spelling_is_refused(field: fields.Field[Any], refused: tuple[object, ...]) -> None:
    for value in refused:
        with pytest.raises(ValidationError):
            field.deserialize(value)


def test_a_query_says_true_and_numbers_in_plain_words() -> None:
    assert [TrueOrFalse().deserialize(each) for each in ("true", "false", True, False)] == [True, False] * 2
    assert [DecimalNumber().deserialize(each) for each in ("1.5", "-1e3", 7, 0.25)] == [1.5, -1000, 7, 0.25]


class _QuerySchema(Schema):
    kind = fields.String(load_default=None, validate=validate.OneOf(["open", "closed"]))
    language = fields.String(load_default=None, validate=validate.Regexp(r"[a-z]{2}\Z"))
    since = LocalDate(load_default=None)
    at = TimeOfDay()


def test_parameters_are_documented_without_null_and_with_whole_patterns() -> None:
    things = Blueprint("things", __name__, url_prefix="/api/things")

    @things.get("")
    @things.arguments(_QuerySchema, location="query")
    @things.response(204)
    @public
    def get_things(_query: dict[str, Any]) -> None:
        """List things"""

    parameters = document(_app(things))["paths"]["/api/things"]["get"]["parameters"]

    assert {each["name"]: each["schema"] for each in parameters} == {
        "kind": {"type": "string", "enum": ["open", "closed"]},
        "language": {"type": "string", "pattern": "^[a-z]{2}$"},
        "since": {"type": "string", "format": "date"},
        "at": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "example": "21:30"},
    }


def _app(blueprint: Blueprint) -> Flask:
    return create_app(
        service="things",
        title="Things",
        blueprints=[blueprint],
        problems={},
        verifier=TokenVerifier(fetch=dict),
        checks={},
    )
