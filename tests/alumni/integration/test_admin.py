"""The operator's command, on the real MongoDB."""

import re
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database
from typer.testing import CliRunner, Result

from alumni.adapters.mongo.members import MongoMembers
from alumni.entrypoints.admin import app
from tests.alumni.keys import PHONE, phone, unseal
from tests.alumni.settings import environment
from tests.support.engines import Engines


@pytest.fixture(autouse=True)
def _settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engines: Engines, database: Database[dict[str, Any]]
) -> None:
    for name, value in environment(tmp_path, engines.mongodb_uri, database.name).items():
        monkeypatch.setenv(name, value)


def admin(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=typed)


def printed(*arguments: str, typed: str | None = None) -> str:
    result = admin(*arguments, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[-1]


def test_centre_is_added_once_and_listed():
    first = printed("centre", "add", "Sandbox Centre", "--city", "Ludhiana")
    second = printed("centre", "add", "Sandbox Centre", "--city", "Ludhiana")
    given = printed("centre", "add", "Another Centre", "--city", "Moga", "--id", "c" * 32)

    assert first == second
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert given == "c" * 32
    assert admin("centre", "list").stdout.splitlines() == [
        f"{given}  Another Centre, Moga",
        f"{first}  Sandbox Centre, Ludhiana",
    ]


def test_coordinator_is_added_once_and_notify_learns_the_contact(database: Database[dict[str, Any]]):
    centre_id = printed("centre", "add", "Sandbox Centre", "--city", "Ludhiana")

    first = printed("coordinator", "add", "--phone", PHONE, "--centre", centre_id, "--language", "pa")
    second = printed("coordinator", "add", "--phone", "98765 43210", "--centre", centre_id)

    member = MongoMembers(database).reached_by(phone().index)
    assert member is not None
    assert first == second == member.id
    assert (member.roles, member.centre_id, member.language) == ({"member", "coordinator"}, centre_id, "pa")
    document = database["members"].find_one({})
    assert document is not None
    assert [entry["type"] for entry in document["outbox"]] == [
        "alumni.member.joined.v2",
        "alumni.member.role-granted.v1",
    ]
    assert unseal(document["contacts"][0]["sealed"]) == PHONE


def test_network_administrator_is_added_by_a_phone_that_is_asked_for():
    member_id = printed("network-administrator", "add", typed=f"{PHONE}\n")

    assert re.fullmatch(r"[0-9a-f]{32}", member_id)
    assert f"{member_id}  " in admin("list").stdout
    assert "network-administrator" in admin("list").stdout


def test_role_is_taken_away_and_the_centre_with_it(database: Database[dict[str, Any]]):
    centre_id = printed("centre", "add", "Sandbox Centre", "--city", "Ludhiana")
    member_id = printed("coordinator", "add", "--phone", PHONE, "--centre", centre_id)

    printed("role", "remove", member_id, "coordinator")

    member = MongoMembers(database).get(member_id)
    assert (member.roles, member.centre_id) == ({"member"}, None)
    assert member_id not in admin("list").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("coordinator", "add", "--phone", PHONE, "--centre", "c" * 32), "No partner centre has this id."),
        (("role", "remove", "a" * 32, "coordinator"), "Nobody has this id."),
    ],
)
def test_refusal_is_one_sentence(arguments: tuple[str, ...], sentence: str):
    result = admin(*arguments)

    assert result.exit_code == 1
    assert result.stderr.strip() == sentence


@pytest.mark.parametrize(
    "arguments",
    [
        ("coordinator", "add", "--phone", "12345", "--centre", "c" * 32),
        ("coordinator", "add", "--phone", PHONE, "--centre", "c"),
        ("centre", "add", " ", "--city", "Moga"),
        ("centre", "add", "x" * 201, "--city", "Moga"),
        ("centre", "add", "Sandbox Centre", "--city", "Moga", "--id", "1"),
        ("role", "remove", "a" * 32, "member"),
        ("role", "remove", "a" * 32, "king"),
    ],
)
def test_malformed_argument_is_refused_before_anything_is_done(
    arguments: tuple[str, ...], database: Database[dict[str, Any]]
):
    assert admin(*arguments).exit_code == 2
    assert not any(database[name].find_one() for name in database.list_collection_names())
