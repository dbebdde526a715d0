"""Pages, JSON for programs, control, feeds; and that a restart loses nothing."""

import json
import signal
from pathlib import Path

import pytest
import requests

from tests.sandbox.world import World

WELL_BEHAVED = {
    "sms": {
        "mode": "ok",
        "delay_ms": 0,
        "answer_late_ms": 0,
        "drop_answer": False,
        "duplicate_receipts": 0,
        "receipts_out_of_order": False,
        "receipt_delay_ms": 0,
        "wrong_body": False,
        "share": 1.0,
        "seed": 0,
    },
    "providers": {},
    "smtp": {
        "mode": "ok",
        "bounce_to": "",
        "bounce_status": "5.1.1",
        "delay_ms": 0,
        "answer_late_ms": 0,
        "drop_answer": False,
    },
}


@pytest.mark.parametrize("path", ["/", "/phone", "/mailbox", "/control"])
def test_each_page_and_the_files_it_loads_are_served_from_here(world: World, path: str) -> None:
    page = requests.get(world.url + path, timeout=5)

    assert page.headers["Content-Type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    loaded = [part.split('"')[0] for part in page.text.split('"/static/')[1:]]
    assert loaded
    for name in loaded:
        assert requests.get(f"{world.url}/static/{name}", timeout=5).status_code == 200


def test_programs_read_on_from_where_they_were(world: World, number: str) -> None:
    for place in range(3):
        world.send(number, f"Text {place}")

    page = world.get("/api/texts", to=number, limit=2)
    rest = world.get("/api/texts", to=number, since=page["next"])
    nothing = world.get("/api/texts", to=number, since=rest["next"])

    assert [text["body"] for text in page["texts"]] == ["Text 0", "Text 1"]
    assert [text["body"] for text in rest["texts"]] == ["Text 2"]
    assert nothing == {"texts": [], "next": rest["next"]}


def test_the_latest_phone_is_listed_first(world: World, number: str) -> None:
    world.send(number, "First")
    world.send(number, "Second")

    latest = world.get("/api/phones")["boxes"][0]

    assert (latest["name"], latest["count"], latest["latest"]) == (number, 2, "Second")


@pytest.mark.parametrize("query", [{"since": "x"}, {"limit": "1001"}, {"since": "-1"}, {"since": "9" * 30}])
def test_a_wrong_parameter_is_refused(world: World, query: dict[str, str]) -> None:
    for path in ("/api/texts", "/api/emails"):
        assert requests.get(world.url + path, params=query, timeout=5).status_code == 422


def test_control_is_replaced_and_reset(world: World) -> None:
    changed = world.behave(sms={"mode": "busy", "delay_ms": 5}).json()
    assert changed["sms"]["mode"] == "busy"
    assert changed["smtp"] == WELL_BEHAVED["smtp"]
    assert world.get("/api/control") == changed

    reset = requests.delete(f"{world.url}/api/control", timeout=5).json()

    assert reset == world.get("/api/control") == WELL_BEHAVED


@pytest.mark.parametrize(
    ("control", "field"),
    [
        ({"sms": {"mode": "explode"}}, "mode"),
        ({"sms": {"delay_ms": 60_001}}, "delay_ms"),
        ({"sms": {"delay_ms": "5"}}, "delay_ms"),
        ({"sms": {"duplicate_receipts": 11}}, "duplicate_receipts"),
        ({"sms": {"volume": 11}}, "volume"),
        ({"smtp": {"mode": "fail"}}, "mode"),
        ({"fax": {}}, "fax"),
        ([], "_schema"),
    ],
)
def test_a_wrong_control_is_refused_with_the_field(world: World, control: object, field: str) -> None:
    answer = requests.put(f"{world.url}/api/control", json=control, timeout=5)

    assert answer.status_code == 422
    assert field in json.dumps(answer.json()["errors"])
    assert world.get("/api/control") == WELL_BEHAVED


def test_a_control_that_is_not_json_is_refused(world: World) -> None:
    for body in (b"{", b"\xff\xfe"):
        assert requests.put(f"{world.url}/api/control", data=body, timeout=5).status_code == 400


def test_only_feeds_are_served_as_feeds(world: World) -> None:
    for name in ("unknown", "..%2F..%2Fsecrets", "Jalandhar"):
        assert requests.get(f"{world.url}/feeds/{name}.json", timeout=5).status_code == 404


def test_a_killed_sandbox_has_lost_nothing_it_accepted(tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    world.start()
    sids = [world.send("+919812345678", f"Text {place}").json()["sid"] for place in range(20)]

    world.stop(signal.SIGKILL)
    world.start()

    assert [text["sid"] for text in world.get("/api/texts", to="+919812345678")["texts"]] == sids
    assert world.stop() == 0
