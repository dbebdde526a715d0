"""The mail server and the mailbox."""

import smtplib
import time
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from tests.sandbox.world import World

ANNA = "anna@example.org"


def mail_to(recipient: str, message_id: str | None, subject: str = "ਤੁਹਾਡੀ ਥਾਂ") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Hamrah <no-reply@hamrah.example>"
    message["To"] = recipient
    message["Subject"] = subject
    if message_id:
        message["Message-ID"] = message_id
    message.set_content("आपकी जगह पक्की है")
    return message


def send(world: World, *messages: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", world.smtp_port, timeout=5) as server:
        for message in messages:
            server.send_message(message)


def test_a_mail_arrives_readable_in_its_mailbox(world: World) -> None:
    message_id = make_msgid()

    send(world, mail_to("Reader@Example.org", message_id))

    (found,) = world.get("/api/emails", to="reader@example.org")["emails"]
    assert (found["subject"], found["body"]) == ("ਤੁਹਾਡੀ ਥਾਂ", "आपकी जगह पक्की है\n")
    assert (found["message_id"], found["suppressed"]) == (message_id, 0)


def test_the_same_message_id_is_kept_once_for_each_recipient(world: World) -> None:
    message_id = make_msgid()
    before = world.get("/api/counts")["emails_suppressed"]

    send(world, *[mail_to("first@example.org", message_id)] * 3, mail_to("second@example.org", message_id))

    (first,) = world.get("/api/emails", to="first@example.org")["emails"]
    (second,) = world.get("/api/emails", to="second@example.org")["emails"]
    assert (first["suppressed"], second["suppressed"]) == (2, 0)
    assert world.get("/api/counts")["emails_suppressed"] == before + 2


def test_mails_without_a_message_id_are_all_kept(world: World) -> None:
    send(world, mail_to("plain@example.org", None), mail_to("plain@example.org", None))

    assert len(world.get("/api/emails", to="plain@example.org")["emails"]) == 2


def test_a_mail_in_an_unknown_charset_is_kept(world: World) -> None:
    raw = b"Subject: Odd\r\nContent-Type: text/plain; charset=klingon\r\n\r\nStill readable\r\n"

    with smtplib.SMTP("127.0.0.1", world.smtp_port, timeout=5) as server:
        server.sendmail("a@example.org", ["odd@example.org"], raw)

    (found,) = world.get("/api/emails", to="odd@example.org")["emails"]
    assert "Still readable" in found["body"]


@pytest.mark.parametrize(("mode", "code"), [("refuse", 550), ("busy", 451)])
def test_the_mail_server_can_be_told_to_refuse(world: World, mode: str, code: int) -> None:
    world.behave(smtp={"mode": mode})

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(world, mail_to(ANNA, make_msgid()))

    assert refusal.value.recipients[ANNA][0] == code
    assert world.get("/api/emails", to=ANNA)["emails"] == []


def test_the_mail_server_can_be_told_to_delay(world: World) -> None:
    world.behave(smtp={"delay_ms": 300})
    began = time.monotonic()

    send(world, mail_to("slow@example.org", make_msgid()))

    assert time.monotonic() - began >= 0.3


def test_a_dropped_answer_leaves_the_mail_delivered_once(world: World) -> None:
    message = mail_to("dropped@example.org", make_msgid())
    world.behave(smtp={"drop_answer": True})

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(world, message)
    world.behave()
    send(world, message)

    (found,) = world.get("/api/emails", to="dropped@example.org")["emails"]
    assert found["suppressed"] == 1
