"""One of everything that groups knows, so that generated requests reach what lies behind the first check."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any
from zlib import crc32

from pymongo.database import Database
from schemathesis import Case

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.absence import Absence
from groups.domain.certificate import Certificate, new_code
from groups.domain.membership import Membership
from groups.domain.room_word import room_word
from groups.domain.roster import Roster, Shift
from tests.groups.api import SETTINGS, Caller, application
from tests.groups.attending import a_date, standing
from tests.groups.board_world import CRISIS, HOPE
from tests.groups.casts import a_group, created
from tests.groups.samples import CENTRE, a_feed, a_record

FEED = "https://centre.example/meetings.json"
HOUR = timedelta(hours=1)
Names = dict[str, list[str]]


class Stage:
    """The API and a coordinator who leads a group, comes to it and writes on its board.

    `real` holds what is there by the names of parameters and fields; lists of things that belong together are
    in the same order. `reset` makes everything as it was, whatever requests did to it.
    """

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.database = database
        feed = a_feed(a_record(slug="from-afar"))
        self.app = application(database, {FEED: feed, f"{FEED}?another": feed})
        self.stores = Stores(database)
        self.caller, self.other = Caller.coordinator(self.app), Caller.member(self.app)
        self.writer = Caller.member(self.app)
        members = [self.caller.member_id, self.other.member_id]
        names = ("member_id", "to_member_id", "therapist_id", "present", "absent")
        self.real: Names = dict.fromkeys(names, members)
        self.real |= {"centre_id": [CENTRE], "centre_ids": [CENTRE], "url": [FEED]}
        for prepare in (self._group, self._meetings, self._attendance, self._board, self._imports):
            self.real |= prepare()
        self._rows = {name: list(database[name].find()) for name in database.list_collection_names()}

    def reset(self) -> None:
        """Bring every document back."""
        for name in self.database.list_collection_names():
            self.database[name].delete_many({})
            if self._rows.get(name):
                self.database[name].insert_many(self._rows[name])

    def meet(self, case: Case) -> None:
        """Let most right requests name what is there; the same request always names the same."""
        if case.meta is None or not case.meta.generation.mode.is_positive:
            return
        number = crc32(repr((case.path_parameters, case.query, case.body)).encode())
        if number % 4 == 0:
            return
        real = self.real | {"word": [room_word(SETTINGS.code_key, self.real["occurrence_id"][1], utc_now())]}
        for part in ("path_parameters", "query", "body"):
            given = getattr(case, part)
            if isinstance(given, Mapping):  # A body may be left out, and is no object then.
                setattr(case, part, _with_real(given, real, number // 4))

    def _post(self, path: str, caller: Caller | None = None, **kwargs: Any) -> Any:
        answer = (caller or self.caller).post(path, **kwargs)
        assert answer.status_code in (200, 201), (path, answer.text)
        return answer.json

    def _group(self) -> Names:
        group = a_group(open=False)
        group.appoint(self.caller.member_id, co=False)
        group.appoint(self.other.member_id, co=True)
        created(self.stores, group)
        for member in (self.caller, self.other, self.writer):
            membership = Membership(group_id=group.id, member_id=member.member_id)
            membership.admit(utc_now())
            self.stores.memberships.save(membership)
        id_ = self.caller.member_id
        always = (
            Shift(member_id=id_, weekday=day, on=None, starts=time(0), ends=time(0)) for day in range(7)
        )
        roster = Roster(group_id=group.id, time_zone="Asia/Kolkata", shifts=tuple(always))
        self.stores.rosters.save(roster)
        shift = self.caller.get(f"/groups/{group.id}/roster").json["shifts"][0]["id"]
        span = {"since": (utc_now() + HOUR).isoformat(), "until": (utc_now() + 200 * HOUR).isoformat()}
        order = {"shift_id": shift, "to_member_id": self.other.member_id, **span}
        handover = self._post(f"/groups/{group.id}/roster/handovers", json=order)["id"]
        return {"group_id": [group.id], "shift_id": [shift], "handover_id": [handover]}

    def _meetings(self) -> Names:
        (group_id,) = self.real["group_id"]
        described = {
            **{"group_id": group_id, "name": "Evening Hour", "rule": "FREQ=WEEKLY;BYDAY=MO,TH"},
            **{"starts_on": utc_now().date().isoformat(), "time": "18:00", "duration_minutes": 60},
            **{"time_zone": "Asia/Kolkata", "address": "1 Canal Road", "latitude": 30.9, "longitude": 75.8},
            "joining": {"conference_url": "https://meet.example/1"},
        }
        series_id = self._post("/series", json=described)["id"]
        dates = self.caller.get(f"/series/{series_id}/dates").json["items"][-3:]
        coming = [each["occurrence_id"] for each in dates]
        seat = standing(self.caller.member_id)
        promise = {"id": new_id(), "member": self.caller.member_id, "until": utc_now() + HOUR}
        about = {"series_id": series_id, "group_id": group_id, "public": False}
        running = a_date(self.stores, seats=[seat], **about)
        promised = a_date(self.stores, utc_now() + 5 * HOUR, seats=[promise], **about)
        registration = self.caller.register(coming[0]).json["id"]
        self._post(f"/series/{series_id}/standing-seat")
        skip = {"original_date": dates[1]["original_date"]}
        self._post(f"/series/{series_id}/standing-seat/skips", json=skip)
        return {
            "series_id": [series_id],
            "original_date": [each["original_date"] for each in dates],
            "occurrence_id": [coming[0], running, promised],
            "registration_id": [registration, seat["id"], promise["id"]],
        }

    def _attendance(self) -> Names:
        occurrence_id = self.real["occurrence_id"][1]
        marks = {"present": [self.caller.member_id], "absent": [self.other.member_id]}
        self.caller.call("PUT", f"/occurrences/{occurrence_id}/attendance", json=marks)
        absence = Absence(
            id=new_id(),
            series_id=self.real["series_id"][0],
            centre_id=CENTRE,
            group_id=self.real["group_id"][0],
            member_id=self.other.member_id,
            first_missed_at=utc_now() - 400 * HOUR,
            noticed_at=utc_now(),
        )
        absence.notice([])
        self.stores.absences.add_once(absence)
        certificate = Certificate(
            id=new_id(),
            code=new_code(),
            member_id=self.caller.member_id,
            since=utc_now().date(),
            until=utc_now().date(),
            meetings=1,
            issued_at=utc_now(),
            sha256="0" * 64,
        )
        self.stores.certificates.add(certificate)
        return {
            "absence_id": [absence.id],
            "certificate_id": [certificate.id],
            "code": [certificate.code],
        }

    def _board(self) -> Names:
        (group_id,) = self.real["group_id"]
        thread = {"title": "A day", "text": "Ninety days today"}
        started = self._post(f"/boards/{group_id}/threads", self.other, json=thread)["post"]
        posts = f"/threads/{started['thread_id']}/posts"
        own = self._post(posts, json={"text": "Well done"})["post"]["id"]
        hidden = self._post(posts, json={"text": "Not well done"})["post"]["id"]
        crisis = self._post(posts, self.other, json={"text": CRISIS})["post"]["id"]
        appealed = self._post(posts, self.writer, json={"text": "Well, well"})["post"]["id"]
        self._post(f"/posts/{appealed}/acts", self.other, json={"act": "hide"})
        self._post(f"/posts/{appealed}/appeal", self.writer, json={})
        locked = self._post(f"/boards/{group_id}/threads", self.other, json=thread)["post"]["thread_id"]
        self.caller.call("PUT", f"/threads/{locked}/lock")
        self._post(f"/posts/{started['id']}/reports", json={"reason": "other"})
        self._post(f"/posts/{hidden}/acts", self.other, json={"act": "hide"})
        alerts = [each["id"] for each in self.caller.get("/alerts").json["items"]]
        assert alerts
        return {
            "board_id": [group_id, HOPE],
            "thread_id": [started["thread_id"], locked],
            "post_id": [started["id"], own, hidden, crisis, appealed],
            "alert_id": alerts,
        }

    def _imports(self) -> Names:
        feed = a_feed(a_record(), a_record(slug="wrong", day=9))
        imported = self._post("/imports/file", data=feed, content_type="application/json")["id"]
        source = self._post("/sources", json={"url": FEED})["id"]
        key = self._post("/me/calendar")["url"].rpartition("=")[2]
        return {"import_id": [imported], "source_id": [source], "key": [key]}


def _with_real(value: Any, real: Mapping[str, list[str]], number: int, name: str = "") -> Any:
    """Put what is there in the place of texts that are named so."""
    if isinstance(value, Mapping):
        return {key: _with_real(each, real, number, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_real(each, real, number, name) for each in value]
    found = real.get(name)
    return found[number % len(found)] if found and isinstance(value, str) else value
