"""Groups with a series, a date, a thread and a post, and requests about them that ought to succeed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from flask import Flask
from pymongo.database import Database
from werkzeug.test import TestResponse

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.documents import new_occurrence
from groups.adapters.stores import Stores
from groups.domain.absence import Absence
from groups.domain.group import Group, Kind
from groups.domain.room_word import room_word
from groups.domain.roster import Roster, Shift
from groups.entrypoints.schemas.roster import ShiftSchema
from tests.groups.api import ROOT, SETTINGS, Caller, application
from tests.groups.casts import Cast, a_group
from tests.groups.samples import CENTRE, a_meeting, a_series

Endpoint = tuple[str, str]
GROUPS: dict[str, Callable[[], Group]] = {
    "open": a_group,
    "closed": lambda: a_group(open=False),
    "therapy": lambda: a_group(Kind.THERAPY),
}
ONGOING = ("attendance", "check-in", "joining", "room-code", "room-code.svg")
SPEAKER = "member"  # who holds a seat, and wrote the post


@dataclass(frozen=True)
class Scene:
    """One group and what belongs to it, each made when it is asked for."""

    app: Flask
    stores: Stores
    cast: Cast
    starts_in: timedelta  # its date

    @property
    def group_id(self) -> str:
        return self.cast.group.id

    board_id = group_id  # a group's board has its id

    @property
    def member_id(self) -> str:
        return self.cast.other_member

    @cached_property
    def series_id(self) -> str:
        group, id_ = self.cast.group, new_id()
        about = {"kind": group.kind.value, "public": group.open, "requires": group.requires}
        about |= {"online": True, "joining": {"conference_url": "https://meet.example/1"}}
        self.stores.series.save({id_: a_series(group_id=group.id, slug=id_, **about)})
        return id_

    @cached_property
    def registration_id(self) -> str:
        return new_id()

    @cached_property
    def occurrence_id(self) -> str:
        """A date of the series, in which one member has a seat."""
        group, starts_at = self.cast.group, utc_now() + self.starts_in
        meeting = a_meeting(
            series_id=self.series_id,
            group_id=group.id,
            kind=group.kind.value,
            public=group.open,
            requires=group.requires,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            capacity=20,
        )
        seat = {"id": self.registration_id, "member": self._speaker.member_id}
        self.stores.rows.insert_one(new_occurrence(meeting) | {"seats": [seat]})
        return meeting.id

    @cached_property
    def _post(self) -> dict[str, Any]:
        answer = self._speaker.post(
            f"/boards/{self.board_id}/threads", json={"title": "Day 9", "text": "Here."}
        )
        assert answer.status_code == 201, answer.json
        return dict(answer.json["post"])

    @property
    def thread_id(self) -> str:
        return str(self._post["thread_id"])

    @property
    def post_id(self) -> str:
        return str(self._post["id"])

    @cached_property
    def alert_id(self) -> str:
        """An alert about a post that reads like a crisis."""
        text = {"text": "I want to die tonight"}
        answer = self._speaker.post(f"/threads/{self.thread_id}/posts", json=text)
        found = self.stores.posts.get(answer.json["post"]["id"])
        return found.alerts[0].id

    @cached_property
    def absence_id(self) -> str:
        """Somebody who stopped coming to the series."""
        absence = Absence(
            id=new_id(),
            series_id=self.series_id,
            centre_id=CENTRE,
            group_id=self.group_id,
            member_id=self.member_id,
            first_missed_at=utc_now(),
            noticed_at=utc_now(),
        )
        self.stores.absences.add_once(absence)
        return absence.id

    @property
    def handover_id(self) -> str:
        return new_id()

    @property
    def shift(self) -> Shift:
        leader = self.cast.group.facilitators[0]
        return ShiftSchema().load({"member_id": leader, "weekday": 3, "starts": "20:00", "ends": "02:00"})

    @property
    def _speaker(self) -> Caller:
        speaker = self.cast.callers[SPEAKER]
        assert speaker is not None
        return speaker

    def ask(self, endpoint: Endpoint, caller: str, *, nowhere: bool = False) -> TestResponse:
        """Call an endpoint as somebody; `nowhere` makes the first id of its path one that nobody knows."""
        method, route = endpoint
        path = ROOT
        for part in route.removeprefix(ROOT).split("/")[1:]:
            value = part
            if part.startswith("<"):
                name = part.strip("<>").partition(":")[2]
                value = new_id() if nowhere else str(getattr(self, name))
                nowhere = False
            path += f"/{value}"
        known = self.cast.callers[caller]
        headers = {} if known is None else {"Authorization": f"Bearer {known.token}"}
        return self.app.test_client().open(
            path,
            method=method,
            headers=headers,
            json=self._body(endpoint),
            query_string=QUERIES.get(endpoint),
        )

    original_date = "2026-01-12"

    def _body(self, endpoint: Endpoint) -> Any:
        body = BODIES.get(endpoint)
        return body(self) if callable(body) else body


def _handover(scene: Scene) -> dict[str, str]:
    return {
        "shift_id": scene.shift.id_in(scene.group_id),
        "to_member_id": scene.shift.member_id,
        "since": "2026-11-23T00:00:00Z",
        "until": "2026-11-30T00:00:00Z",
    }


_SOME_MONDAY = "2099-01-05"
BODIES: dict[Endpoint, Any] = {
    ("PATCH", "/groups/<id:group_id>"): {"description": "We meet."},
    ("PUT", "/groups/<id:group_id>/roster"): lambda scene: {
        "time_zone": "Asia/Tokyo",
        "shifts": [ShiftSchema().dump(scene.shift)],
    },
    ("POST", "/groups/<id:group_id>/roster/handovers"): _handover,
    ("PATCH", "/series/<id:series_id>"): {"name": "Another Hour"},
    ("POST", "/series/<id:series_id>/following"): {"from": _SOME_MONDAY, "name": "Another Hour"},
    ("POST", "/series/<id:series_id>/changes"): {"original_date": _SOME_MONDAY, "cancelled": True},
    ("POST", "/series/<id:series_id>/standing-seat/skips"): {"original_date": _SOME_MONDAY},
    ("PUT", "/occurrences/<id:occurrence_id>/attendance"): {"present": ["a" * 32]},
    ("POST", "/occurrences/<id:occurrence_id>/check-in"): lambda scene: {
        "word": room_word(SETTINGS.code_key, scene.occurrence_id, utc_now())
    },
    ("POST", "/boards/<id:board_id>/threads"): {"title": "Day 10", "text": "Still here."},
    ("POST", "/threads/<id:thread_id>/posts"): {"text": "I hear you."},
    ("PUT", "/posts/<id:post_id>"): {"text": "Here again."},
    ("POST", "/posts/<id:post_id>/reports"): {"reason": "spam"},
    ("POST", "/posts/<id:post_id>/acts"): {"act": "hide"},
    ("POST", "/posts/<id:post_id>/appeal"): {},
    ("POST", "/alerts/<id:alert_id>/closure"): {"outcome": "reached"},
    ("POST", "/absences/<id:absence_id>/closure"): {"how": "reached"},
    ("POST", "/posts/<id:post_id>/appeal/answer"): {"granted": True},
}
QUERIES: dict[Endpoint, dict[str, str]] = {
    ("DELETE", "/series/<id:series_id>/standing-seat/skips"): {"original_date": _SOME_MONDAY},
}


@dataclass(frozen=True)
class Stage:
    """The API on a database that lasts for the whole table."""

    app: Flask
    stores: Stores

    @classmethod
    def on(cls, database: Database[dict[str, Any]]) -> "Stage":
        """Build it."""
        return cls(application(database), Stores(database))

    def scene(self, kind: str, endpoint: Endpoint) -> Scene:
        """Make a group and its people anew, with somebody on call; its date goes on now where it must."""
        cast = Cast.of(self.app, self.stores, GROUPS[kind]())
        ongoing = endpoint[1].rpartition("/")[2] in ONGOING
        scene = Scene(self.app, self.stores, cast, timedelta(minutes=-5 if ongoing else 90))
        roster = Roster(group_id=cast.group.id, time_zone="Asia/Kolkata", shifts=(scene.shift,))
        self.stores.rosters.save(roster)
        return scene
