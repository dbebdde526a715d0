"""The operator's commands as somebody at a terminal gives them, and the events they are asked about."""

from typing import Any

from typer.testing import CliRunner

from chassis.clock import utc_now
from chassis.events import to_record
from chassis.ids import new_id
from chassis.parking import ParkedRecord
from notify.entrypoints.operations.command import app

RUN = CliRunner()
CONFIRMED = "groups.registration.confirmed.v1"


def run(*words: str, code: int = 0) -> str:
    """Give a command, expect its exit code, and return what it said."""
    done = RUN.invoke(app, list(words))
    assert done.exit_code == code, done.output + repr(done.exception)
    return done.stdout


def parked(event_id: str, **data: Any) -> ParkedRecord:
    """Make a fact of groups that waits to be handled again."""
    fact = {"id": event_id, "type": CONFIRMED, "time": utc_now(), "seq": 1, "data": data}
    record = to_record("groups", new_id(), fact)
    now = utc_now()
    return ParkedRecord(
        topic=record.topic,
        partition=0,
        offset=0,
        key=record.key,
        value=record.value,
        headers=record.headers,
        attempts=3,
        parked_at=now,
        due_at=now,
        cause="not yet: no contacts of a member yet",
    )
