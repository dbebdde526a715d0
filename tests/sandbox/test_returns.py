"""Mail that comes back: the sandbox takes an e-mail and reports that nobody is there, and IMAP shows it."""

import imaplib
import smtplib
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from tests.sandbox.world import TOKEN, World

PATH = "bounce+b.1@example.org"


def send(world: World, to: str) -> None:
    mail = EmailMessage()
    mail["To"], mail["From"], mail["Message-ID"] = to, "hello@example.org", f"<{to}>"
    mail.set_content("Hello")
    with smtplib.SMTP("127.0.0.1", world.smtp_port, timeout=5) as server:
        server.send_message(mail, PATH, [to])


@pytest.fixture
def mailbox(world: World):
    connection = imaplib.IMAP4("127.0.0.1", world.imap_port, timeout=5)
    connection.login("bounces", TOKEN)
    assert connection.select("INBOX")[0] == "OK"
    yield connection
    connection.logout()


def unseen(mailbox: imaplib.IMAP4) -> list[str]:
    _, found = mailbox.uid("SEARCH", "UNSEEN", "UNDELETED")
    return [each.decode() for each in found[0].split()]


def test_an_email_to_a_dead_address_comes_back_as_a_report_that_is_read_once(world, mailbox):
    world.behave(smtp={"bounce_to": "dead@example.org", "bounce_status": "5.2.1"})
    before = unseen(mailbox)
    send(world, "dead@example.org")
    send(world, "alive@example.org")

    [uid] = set(unseen(mailbox)) - set(before)
    _, found = mailbox.uid("FETCH", uid, "(BODY.PEEK[]<0.100000>)")
    report = message_from_bytes(found[0][1])
    assert report.get_content_type() == "multipart/report"
    assert report["To"] == PATH
    assert "Status: 5.2.1" in report.as_string()
    assert "Message-ID: <dead@example.org>" in report.as_string()
    assert world.get("/api/emails", to="dead@example.org")["emails"] == []
    assert len(world.get("/api/emails", to="alive@example.org")["emails"]) == 1

    mailbox.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
    assert uid not in unseen(mailbox)


def test_nobody_reads_the_mailbox_without_the_password(world):
    connection = imaplib.IMAP4("127.0.0.1", world.imap_port, timeout=5)

    with pytest.raises(imaplib.IMAP4.error):
        connection.login("bounces", "another")
    connection.shutdown()
