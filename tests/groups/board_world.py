"""A group with a board, its people with tokens, and what is stored of their posts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from flask import Flask
from pymongo.database import Database
from werkzeug.test import TestResponse

from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from groups.adapters.stores import Stores
from groups.domain.group import Group, Kind, Licence
from groups.domain.roster import Roster, Shift
from tests.groups.api import Caller, application, token
from tests.groups.samples import CENTRE

HOPE = derived_id("board", "hope")
CRISIS = "I want to die tonight"
TEXT = "Ninety days today"


@dataclass
class BoardWorld:
    """The API on a real database."""

    database: Database[dict[str, Any]]
    app: Flask = field(init=False)
    stores: Stores = field(init=False)

    def __post_init__(self) -> None:
        self.app = application(self.database)
        self.stores = Stores(self.database)

    def member(self, id_: str | None = None, **claims: Any) -> Caller:
        id_ = id_ or new_id()
        return Caller(self.app, id_, token(id_, "member", **claims))

    def administrator(self) -> Caller:
        id_ = new_id()
        return Caller(self.app, id_, token(id_, "member", "network-administrator"))

    def coordinator(self, centre_id: str = CENTRE) -> Caller:
        return Caller.coordinator(self.app, centre_id)

    def group(self, *members: Caller, leaders: tuple[Caller, ...] = (), **fields: Any) -> Group:
        plain: dict[str, Any] = {
            "id": new_id(),
            "kind": Kind.ALUMNI,
            "fellowship": None,
            "name": "Evening Hour",
            "description": "",
            "centre_ids": (CENTRE,),
            "open": False,
            "languages": ("pa",),
            "facilitators": tuple(each.member_id for each in leaders),
        }
        group = Group(**(plain | fields))
        self.stores.groups.add(group)
        for each in members:
            membership = self.stores.memberships.of(group.id, each.member_id)
            membership.admit(utc_now())
            self.stores.memberships.save(membership)
        return group

    def therapy_group(self, *members: Caller, therapist: Caller) -> Group:
        licence = Licence(
            therapist_id=therapist.member_id, number="PB-1", body="RCI", expires_on=date(2999, 1, 1)
        )
        return self.group(*members, kind=Kind.THERAPY, licence=licence)

    def put_on_duty(self, group: Group, leader: Caller) -> None:
        """Let one leader be on call at every hour of the week."""
        always = tuple(
            Shift(member_id=leader.member_id, weekday=day, on=None, starts=time(0), ends=time(0))
            for day in range(7)
        )
        self.stores.rosters.save(Roster(group_id=group.id, time_zone="Asia/Kolkata", shifts=always))

    def post_document(self, post_id: str) -> dict[str, Any]:
        found = self.database["posts"].find_one({"_id": post_id})
        assert found is not None
        return found

    def events(self) -> list[dict[str, Any]]:
        """Every fact that waits in the outboxes of threads and posts."""
        return [
            entry
            for name in ("posts", "threads")
            for document in self.database[name].find({}, {"outbox": 1})
            for entry in document["outbox"]
        ]


def begin(
    caller: Caller, board_id: str = HOPE, text: str = TEXT, title: str = "A day", **kwargs: Any
) -> TestResponse:
    return caller.post(f"/boards/{board_id}/threads", json={"title": title, "text": text}, **kwargs)


def add(caller: Caller, thread_id: str, text: str = TEXT, **kwargs: Any) -> TestResponse:
    return caller.post(f"/threads/{thread_id}/posts", json={"text": text}, **kwargs)


def pages(caller: Caller, path: str, **query: Any) -> Iterator[dict[str, Any]]:
    """Walk a list to its end."""
    while True:
        answer = caller.get(path, **query)
        assert answer.status_code == 200, answer.json
        yield from answer.json["items"]
        if answer.json["next_cursor"] is None:
            return
        query["cursor"] = answer.json["next_cursor"]


def codes(*answers: TestResponse) -> list[tuple[int, str | None]]:
    return [(each.status_code, (each.get_json(silent=True) or {}).get("code")) for each in answers]
