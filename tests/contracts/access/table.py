"""Who gets what, a letter for each caller.

y is 2xx, - is 401, r is "not-allowed" (the role does not fit), n is "not-your-group", c is
"not-of-your-centre", m is "not-your-board", p is "not-your-post", f is "referral-only", e is "not-eligible";
u is an answer that is, but for its trace id, byte for byte the one for an id that nobody has; o is any other
refusal, for what was asked and not for who asked.

The callers, in order: visitor, stranger, member, facilitator, co-facilitator, facilitator of another group,
coordinator, coordinator of another centre, network administrator.
"""

Row = dict[str, str]  # by the kind of the group

LETTERS = {
    "token-missing": "-",
    "not-allowed": "r",
    "not-your-group": "n",
    "not-of-your-centre": "c",
    "not-your-board": "m",
    "not-your-post": "p",
    "referral-only": "f",
    "not-eligible": "e",
}


def _row(open: str, closed: str, therapy: str) -> Row:  # noqa: A002 - the kinds have these names.
    return {"open": open, "closed": closed, "therapy": therapy}


_SEEN = _row("-yyyyyyyy", "-yyyyyyyy", "-uyyyuyuu")
_LED = _row("-nnyynynn", "-nnyynynn", "-uuyyuyuu")
_COORDINATED = _row("-rrrrrynr", "-rrrrrynr", "-rrrrryur")
_READ = _row("-yyyyyyyy", "-uyyyuyuu", "-uyyyuyuu")
_MODERATED = _row("-mmyymymm", "-umyyuyuu", "-umyyuyuu")
_ANSWERED = _row("-mmoomomm", "-umoououu", "-umoououu")  # Nothing is there to be answered.
_ASKED_OF_LEADERS = _row("-uuyyuyuu", "-uuyyuyuu", "-uuyyuyuu")  # Nobody else learns of it.
_WRITERS = _row("-pypppppp", "-uyppupuu", "-uyppupuu")
_HOLDERS = _row("-uyuuuuuu", "-uyuuuuuu", "-uyuuuuuu")  # Nobody else learns of a place.

_GROUP = "/groups/<id:group_id>"
_SERIES = "/series/<id:series_id>"
_DATE = "/occurrences/<id:occurrence_id>"
_PLACE = f"{_DATE}/registrations/<id:registration_id>"
_BOARD = "/boards/<id:board_id>"
_THREAD = "/threads/<id:thread_id>"
_POST = "/posts/<id:post_id>"
_ALERT = "/alerts/<id:alert_id>"
_ABSENCE = "/absences/<id:absence_id>"

TABLE: dict[tuple[str, str], Row] = {
    ("GET", _GROUP): _SEEN,
    ("PATCH", _GROUP): _COORDINATED,
    ("PUT", f"{_GROUP}/facilitators/<id:member_id>"): _COORDINATED,
    ("DELETE", f"{_GROUP}/facilitators/<id:member_id>"): _COORDINATED,
    ("POST", f"{_GROUP}/requests"): _SEEN | {"therapy": "-uyffufuu"},
    ("GET", f"{_GROUP}/members"): _LED,
    ("PUT", f"{_GROUP}/members/<id:member_id>"): _LED | {"therapy": "-uuffuyuu"},
    ("DELETE", f"{_GROUP}/members/<id:member_id>"): _LED | {"therapy": "-unyyuyuu"},
    ("GET", f"{_GROUP}/roster"): _LED,
    ("PUT", f"{_GROUP}/roster"): _LED,
    ("GET", f"{_GROUP}/on-duty"): _LED,
    ("POST", f"{_GROUP}/roster/handovers"): _LED,
    ("DELETE", f"{_GROUP}/roster/handovers/<id:handover_id>"): _LED,
    ("GET", _SERIES): _LED,
    ("PATCH", _SERIES): _LED,
    ("GET", f"{_SERIES}/dates"): _LED,
    ("POST", f"{_SERIES}/changes"): _LED,
    ("DELETE", f"{_SERIES}/changes/<date:original_date>"): _LED,
    ("POST", f"{_SERIES}/following"): _LED,
    ("POST", f"{_SERIES}/end"): _LED,
    ("POST", f"{_SERIES}/suspension"): _LED,
    ("DELETE", f"{_SERIES}/suspension"): _LED,
    ("POST", f"{_SERIES}/standing-seat"): _row("-yyyyyyyy", "-eyyyeeee", "-uyyyuuuu"),
    # Who has no standing seat is told the same about every series, be there one or not.
    ("DELETE", f"{_SERIES}/standing-seat"): _row("-yyyyyyyy", "-yyyyyyyy", "-yyyyyyyy"),
    ("POST", f"{_SERIES}/standing-seat/skips"): _row("-uuuuuuuu", "-uuuuuuuu", "-uuuuuuuu"),
    ("DELETE", f"{_SERIES}/standing-seat/skips"): _row("-uuuuuuuu", "-uuuuuuuu", "-uuuuuuuu"),
    ("GET", _DATE): _SEEN,
    ("POST", f"{_DATE}/cancellation"): _row("-rrrrrycr", "-rrrrrycr", "-rrrrryur"),
    ("POST", f"{_DATE}/registrations"): _row("-yyyyyyyy", "-eyyyeeee", "-uyyyuuuu"),
    ("DELETE", _PLACE): _HOLDERS,
    ("POST", f"{_PLACE}/confirmation"): _HOLDERS,
    ("POST", f"{_PLACE}/restoration"): _HOLDERS,
    ("GET", f"{_DATE}/joining"): _row("-uyuuuuuu", "-uyuuuuuu", "-uyuuuuuu"),
    ("GET", f"{_DATE}/attendance"): _LED,
    ("PUT", f"{_DATE}/attendance"): _LED,
    ("GET", f"{_DATE}/room-code"): _LED,
    ("GET", f"{_DATE}/room-code.svg"): _LED,
    ("POST", f"{_DATE}/check-in"): _SEEN,
    ("GET", f"{_BOARD}/threads"): _READ,
    ("POST", f"{_BOARD}/threads"): _READ,
    ("PUT", f"{_BOARD}/read"): _READ,
    ("GET", f"{_BOARD}/cases"): _MODERATED,
    ("GET", _THREAD): _READ,
    ("GET", f"{_THREAD}/posts"): _READ,
    ("POST", f"{_THREAD}/posts"): _READ,
    ("PUT", f"{_THREAD}/read"): _READ,
    ("PUT", f"{_THREAD}/following"): _READ,
    ("DELETE", f"{_THREAD}/following"): _READ,
    ("PUT", f"{_THREAD}/muting"): _READ,
    ("DELETE", f"{_THREAD}/muting"): _READ,
    ("PUT", f"{_THREAD}/lock"): _MODERATED,
    ("DELETE", f"{_THREAD}/lock"): _ANSWERED,
    ("GET", _POST): _READ,
    ("PUT", _POST): _WRITERS,
    ("DELETE", _POST): _WRITERS,
    ("POST", f"{_POST}/restoration"): _WRITERS,
    ("PUT", f"{_POST}/hears"): _READ,
    ("DELETE", f"{_POST}/hears"): _READ,
    ("POST", f"{_POST}/reports"): _row("-yoyyyyyy", "-uoyyuyuu", "-uoyyuyuu"),
    ("POST", f"{_POST}/acts"): _MODERATED,
    ("GET", f"{_POST}/case"): _row("-oooooooo", "-uooououu", "-uooououu"),
    ("POST", f"{_POST}/appeal"): _row("-popppppp", "-uoppupuu", "-uoppupuu"),
    ("POST", f"{_POST}/appeal/answer"): _ANSWERED,
    ("POST", f"{_ALERT}/closure"): _ASKED_OF_LEADERS,
    ("POST", f"{_ABSENCE}/closure"): _ASKED_OF_LEADERS,
}
CONCERNING = frozenset(
    (
        *("group_id", "series_id", "occurrence_id", "board_id", "thread_id", "post_id"),
        *("alert_id", "absence_id"),
    )
)
"""What a path names that belongs to a group."""
SPENT_BY_SUCCESS = frozenset(
    (
        ("DELETE", f"{_GROUP}/members/<id:member_id>"),
        ("DELETE", _PLACE),
        ("POST", f"{_PLACE}/confirmation"),
        ("POST", f"{_PLACE}/restoration"),
        ("POST", f"{_SERIES}/end"),
        ("PUT", f"{_THREAD}/lock"),
        ("DELETE", _POST),
        ("POST", f"{_POST}/acts"),
        ("POST", f"{_ALERT}/closure"),
        ("POST", f"{_ABSENCE}/closure"),
    )
)
"""What can be done once, so that the next caller needs a group of their own."""
