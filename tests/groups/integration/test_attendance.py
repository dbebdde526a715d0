"""Who was there: lists, check-ins, opened links, corrections, and who may see what of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.domain.commands import RecordOnlineJoin
from groups.domain.group import Audience, Kind, Licence
from groups.domain.room_word import room_word
from groups.handlers.attendance import record_online_join
from tests.groups.api import SETTINGS, Caller
from tests.groups.attending import MINUTES, a_date, a_group, facts


def mark(caller: Caller, occurrence_id: str, **order: Any) -> Any:
    return caller.call("PUT", f"/occurrences/{occurrence_id}/attendance", json=order)


def say(caller: Caller, occurrence_id: str, word: str) -> Any:
    return caller.post(f"/occurrences/{occurrence_id}/check-in", json={"word": word})


def word_now(occurrence_id: str) -> str:
    return room_word(SETTINGS.code_key, occurrence_id, utc_now())


def test_a_list_is_corrected_with_author_and_reason_and_nothing_is_lost(app, database, stores):
    leader, other, member_id = Caller.member(app), Caller.member(app), new_id()
    group = a_group(stores, leader.member_id, other.member_id)
    occurrence_id = a_date(stores, group_id=group.id)

    assert mark(leader, occurrence_id, absent=[member_id]).status_code == 200
    assert mark(leader, occurrence_id, absent=[member_id]).status_code == 200
    mark(other, occurrence_id, present=[member_id], reason="Came late")

    items = leader.get(f"/occurrences/{occurrence_id}/attendance").json["items"]
    assert [(each["member_id"], each["present"]) for each in items] == [(member_id, True)]
    assert [(each["present"], each["by"], each["reason"]) for each in items[0]["marks"]] == [
        (False, leader.member_id, None),
        (True, other.member_id, "Came late"),
    ]
    kinds = [(type_, data["present"]) for type_, data in facts(database, "attendances")]
    assert kinds == [("groups.attendance.recorded.v1", False), ("groups.attendance.corrected.v1", True)]


def test_who_says_the_word_of_the_room_is_present_once(app, database, stores):
    member, occurrence_id = Caller.member(app), a_date(stores)

    for _ in range(2):
        answer = say(member, occurrence_id, f" {word_now(occurrence_id).upper()}")
        assert (answer.status_code, answer.json) == (200, {"occurrence_id": occurrence_id, "present": True})

    assert [type_ for type_, _ in facts(database, "attendances")] == ["groups.attendance.recorded.v1"]
    assert facts(database, "attendances")[0][1]["way"] == "code"


def test_what_a_leader_corrects_after_a_check_in_stands(app, stores):
    leader, member = Caller.coordinator(app), Caller.member(app)
    occurrence_id = a_date(stores)
    mark(leader, occurrence_id, absent=[member.member_id])

    assert say(member, occurrence_id, word_now(occurrence_id)).json["present"]
    mark(leader, occurrence_id, absent=[member.member_id])

    assert not say(member, occurrence_id, word_now(occurrence_id)).json["present"]


def test_after_five_wrong_words_even_the_right_one_is_refused(app, stores):
    member, occurrence_id, elsewhere = Caller.member(app), a_date(stores), a_date(stores)

    wrong = [say(member, occurrence_id, "xxxxxx") for _ in range(5)]
    assert {(each.status_code, each.json["code"]) for each in wrong} == {(422, "word-wrong")}

    refused = say(member, occurrence_id, word_now(occurrence_id))
    assert (refused.status_code, refused.json["code"]) == (429, "too-many-tries")
    assert say(member, elsewhere, word_now(elsewhere)).status_code == 200
    assert say(Caller.member(app), occurrence_id, word_now(occurrence_id)).status_code == 200


def test_words_tried_at_once_are_no_more_than_five(app, stores):
    member, occurrence_id = Caller.member(app), a_date(stores)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: say(member, occurrence_id, "xxxxxx").status_code, range(24)))

    assert codes.count(422) == 5
    assert codes.count(429) == 19


def test_checking_in_is_possible_around_the_meeting(app, stores):
    for starts_in, expected in (
        (16, "attendance-closed"),
        (14, None),
        (-89, None),
        (-91, "attendance-closed"),
    ):
        occurrence_id = a_date(stores, utc_now() + starts_in * MINUTES)
        answer = say(Caller.member(app), occurrence_id, word_now(occurrence_id))
        assert answer.json.get("code") == expected


def test_a_list_is_open_from_the_start_for_14_days(app, stores):
    for age, status in ((-1, 409), (1, 200), (14 * 1440 - 1, 200), (14 * 1440 + 1, 409)):
        occurrence_id = a_date(stores, utc_now() - age * MINUTES)
        assert mark(Caller.coordinator(app), occurrence_id, present=[new_id()]).status_code == status


def test_a_cancelled_meeting_takes_no_attendance(app, stores):
    occurrence_id = a_date(stores, status="cancelled")

    assert (
        mark(Caller.coordinator(app), occurrence_id, present=[new_id()]).json["code"] == "meeting-cancelled"
    )
    assert say(Caller.member(app), occurrence_id, "tamobu").json["code"] == "meeting-cancelled"


def test_only_who_leads_a_meeting_marks_sees_and_shows(app, stores):
    group = a_group(stores, Caller.member(app).member_id)
    occurrence_id = a_date(stores, group_id=group.id)
    elsewhere = Caller.member(app)
    a_group(stores, elsewhere.member_id)

    for stranger in (Caller.member(app), elsewhere, Caller.coordinator(app, "d" * 32)):
        answers = [
            mark(stranger, occurrence_id, present=[new_id()]),
            *(
                stranger.get(f"/occurrences/{occurrence_id}/{what}")
                for what in ("attendance", "room-code", "room-code.svg")
            ),
        ]
        assert {(each.status_code, each.json["code"]) for each in answers} == {(403, "not-your-group")}


def test_a_therapy_group_is_unknown_to_who_is_not_in_it(app, stores):
    therapist = Caller.member(app)
    expires = (utc_now() + timedelta(days=100)).date()
    licence = Licence(therapist_id=therapist.member_id, number="1", body="RCI", expires_on=expires)
    group = a_group(stores, kind=Kind.THERAPY, open=False, licence=licence, audience=Audience.EVERYONE)
    occurrence_id = a_date(stores, group_id=group.id)
    stranger = Caller.member(app)

    for answer in (
        say(stranger, occurrence_id, word_now(occurrence_id)),
        stranger.get(f"/occurrences/{occurrence_id}/attendance"),
        stranger.get(f"/occurrences/{new_id()}/attendance"),
    ):
        assert answer.status_code == 404
    assert therapist.get(f"/occurrences/{occurrence_id}/attendance").json["items"] == []


def test_the_room_shows_a_word_in_a_picture_too_and_no_server_log_sees_it(app, stores):
    leader, occurrence_id = Caller.coordinator(app), a_date(stores)

    shown = leader.get(f"/occurrences/{occurrence_id}/room-code")
    image = leader.get(f"/occurrences/{occurrence_id}/room-code.svg")

    assert shown.json["word"] == word_now(occurrence_id)
    assert shown.json["url"].split("#") == [
        "http://127.0.0.1:8080/check-in",
        f"{occurrence_id}.{shown.json['word']}",
    ]
    assert shown.headers["Cache-Control"] == image.headers["Cache-Control"] == "no-store"
    assert image.mimetype == "image/svg+xml"
    assert b"<svg" in image.data


def test_an_opened_link_counts_where_nothing_else_was_said(app, database, stores):
    joined, listed = new_id(), new_id()
    occurrence_id, later = a_date(stores), a_date(stores, utc_now() + 31 * MINUTES)
    mark(Caller.coordinator(app), occurrence_id, absent=[listed])

    for member_id, id_ in (
        (joined, occurrence_id),
        (joined, occurrence_id),
        (listed, occurrence_id),
        (joined, later),
    ):
        record_online_join(
            RecordOnlineJoin(occurrence_id=id_, member_id=member_id, at=utc_now()), stores.attendances
        )

    found = {each["member_id"]: each["present"] for each in database["attendances"].find()}
    assert found == {joined: True, listed: False}
    assert database["attendances"].count_documents({"marks.way": "online"}) == 1


def test_a_member_sees_the_own_history_and_streaks_alone(app, stores):
    leader, member = Caller.coordinator(app), Caller.member(app)
    for weeks in (0, 1):
        occurrence_id = a_date(stores, utc_now() - timedelta(weeks=weeks) - 5 * MINUTES)
        mark(leader, occurrence_id, present=[member.member_id, new_id()])

    first = member.get("/me/attendance", page_size=1).json
    second = member.get("/me/attendance", page_size=1, cursor=first["next_cursor"]).json
    found = member.get("/me/attendance/streaks").json

    assert [first["items"][0]["present"], second["items"][0]["way"]] == [True, "list"]
    assert first["items"][0]["starts_at"] > second["items"][0]["starts_at"]
    assert second["next_cursor"] is None
    assert (found["current"], found["best"], sum(found["months"].values())) == (2, 2, 2)
    assert Caller.member(app).get("/me/attendance").json["items"] == []


def test_a_list_comes_in_pages(app, stores):
    leader, occurrence_id = Caller.coordinator(app), a_date(stores)
    mark(leader, occurrence_id, present=sorted(new_id() for _ in range(5)))

    seen, cursor = [], None
    while True:
        page = leader.get(
            f"/occurrences/{occurrence_id}/attendance", page_size=2, **({"cursor": cursor} if cursor else {})
        ).json
        seen += [each["member_id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == 5
    assert seen == sorted(set(seen))


def test_a_list_that_makes_no_sense_is_refused_whole(app, database, stores):
    coordinator, occurrence_id = Caller.coordinator(app), a_date(stores)
    orders: list[dict[str, Any]] = [
        {"present": ["a" * 32], "absent": ["a" * 32]},
        {"present": ["a" * 31]},
        {"present": [f"{number:032x}" for number in range(201)]},
        {"present": [], "reason": "x" * 201},
        {"present": [], "anything": 1},
    ]

    for order in orders:
        assert mark(coordinator, occurrence_id, **order).status_code == 422
    assert database["attendances"].count_documents({}) == 0


def test_two_leaders_and_the_person_at_once_lose_no_mark(app, database, stores):
    member, occurrence_id = Caller.member(app), a_date(stores)
    leaders = [Caller.coordinator(app) for _ in range(2)]

    with ThreadPoolExecutor(3) as pool:
        answers = [
            pool.submit(mark, leaders[0], occurrence_id, present=[member.member_id]),
            pool.submit(mark, leaders[1], occurrence_id, absent=[member.member_id]),
            pool.submit(say, member, occurrence_id, word_now(occurrence_id)),
        ]

    assert {answer.result().status_code for answer in answers} == {200}
    found = database["attendances"].find_one()
    assert len(found["marks"]) == len(found["outbox"]) == found["sequence"] == found["version"]
    assert [entry["seq"] for entry in found["outbox"]] == list(range(1, found["sequence"] + 1))
