"""What comes back is read as servers write it, and nobody can make it up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from notify.adapters.return_paths import Cause, ReturnPaths
from notify.adapters.returned_mail import read_returned
from notify.domain.returned import Returned, Verdict
from tests.notify import returned as mails

PATHS = ReturnPaths(bytes(range(32)), f"bounce@{mails.DOMAIN}")
MESSAGE_ID = new_id()
ADDRESS = PATHS.address(Cause.BOUNCE, MESSAGE_ID)
ORIGINAL = f"<{MESSAGE_ID}@{mails.DOMAIN}>"
ELSEWHERE = f"postmaster@{mails.DOMAIN}"


def read(content: bytes) -> Returned:
    return read_returned(content, PATHS, mails.DOMAIN)


@pytest.mark.parametrize(
    ("action", "status", "verdict"),
    [
        ("failed", "5.1.1", Verdict.DEAD),
        ("Failed", "5.1.10", Verdict.DEAD),
        ("failed", "5.2.1", Verdict.DEAD),
        ("failed", "5.0.0", Verdict.DEAD),
        ("failed", "5.1.0", Verdict.DEAD),
        ("failed", "5.1.8 (the sender's address)", Verdict.REFUSED),
        ("failed", "5.2.2", Verdict.REFUSED),
        ("failed", "5.7.1 (blocked)", Verdict.REFUSED),
        ("failed", "4.4.7", Verdict.DELAYED),
        ("delayed", "4.4.1", Verdict.DELAYED),
        ("delivered", "2.1.5", Verdict.OTHER),
        ("failed", "nonsense", Verdict.REFUSED),
    ],
)
def test_a_delivery_status_says_whether_the_address_is_dead(action, status, verdict):
    found = read(mails.bounce(ADDRESS, action=action, status=status))

    assert (found.verdict, found.message_id) == (verdict, MESSAGE_ID)


def test_a_bounce_to_no_address_of_its_own_is_found_by_the_original_message():
    found = read(mails.bounce(ELSEWHERE, original=ORIGINAL))

    assert found == Returned(verdict=Verdict.DEAD, message_id=MESSAGE_ID, code="5.1.1")
    assert read(mails.bounce(ELSEWHERE, original="<1@elsewhere.org>")).message_id is None
    assert read(mails.bounce(ELSEWHERE)).message_id is None


def test_an_address_that_we_did_not_sign_names_no_message():
    forged = ReturnPaths(bytes(32), f"bounce@{mails.DOMAIN}").address(Cause.BOUNCE, MESSAGE_ID)

    assert read(mails.bounce(forged)).message_id is None


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("abuse", Verdict.COMPLAINT), ("fraud", Verdict.COMPLAINT), ("not-spam", Verdict.OTHER)],
)
@pytest.mark.parametrize("known_by", ["address", "original sender", "original message"])
def test_a_feedback_report_is_a_complaint_unless_it_takes_one_back(kind, verdict, known_by):
    mail = mails.complaint(
        ADDRESS if known_by == "address" else ELSEWHERE,
        kind=kind,
        mail_from=ADDRESS if known_by == "original sender" else "",
        original=ORIGINAL if known_by == "original message" else "",
    )

    assert read(mail) == Returned(verdict=verdict, message_id=MESSAGE_ID)


def test_who_writes_to_the_address_of_leaving_leaves():
    found = read(mails.letter(PATHS.address(Cause.LEAVE, MESSAGE_ID), "unsubscribe"))

    assert found == Returned(verdict=Verdict.LEFT, message_id=MESSAGE_ID)


def test_an_absence_note_is_left_for_a_person():
    assert read(mails.letter(ADDRESS)).verdict is Verdict.OTHER


def test_a_mail_that_is_much_too_long_is_read_from_its_beginning():
    found = read(mails.bounce(ADDRESS) + b"x" * 10_000_000)

    assert found.verdict is Verdict.DEAD


@given(st.binary(max_size=500))
def test_whatever_comes_is_read_or_refused(content: bytes):
    for mail in (content, b"To: " + content, mails.bounce(ADDRESS)[:250] + content):
        try:
            assert read(mail).verdict in Verdict
        except ValueError:
            continue
