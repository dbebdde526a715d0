"""E-mails through a real SMTP server."""

import ssl
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest

from chassis.clock import utc_now
from notify.adapters.email import SmtpEmails
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import Accepted, Ambiguous, Busy, Refused, Repeatable
from tests.notify import examples, mailbox
from tests.notify.certificates import certificate_of_this_machine

MESSAGE = examples.message(channel=Channel.EMAIL, language=Language.PUNJABI)
ENVELOPE = examples.writing().envelope(MESSAGE, examples.SEALED[Channel.EMAIL])


@pytest.fixture
def emails(settings):
    adapter = SmtpEmails(settings, step_timeout=1)
    yield adapter
    adapter.close()


def test_an_email_arrives_in_its_language_from_a_neutral_sender(emails, mail_server):
    assert emails.send(ENVELOPE) == Accepted(f"smtp-{MESSAGE.id}")
    [mail] = mail_server.mails

    assert mail["To"] == examples.ADDRESS
    assert mail["From"] == "Hamrah <hello@hamrah.example.org>"
    assert mail["Subject"] == "ਤੁਹਾਡੀ ਥਾਂ ਪੱਕੀ ਹੈ"
    assert "ਸ਼ਾਮੀਂ 6:30 ਵਜੇ ਲਈ ਤੁਹਾਡੀ ਥਾਂ ਪੱਕੀ ਹੈ" in mail.get_content()


def test_an_email_says_that_nobody_typed_it_and_when_it_left(emails, mail_server):
    emails.send(ENVELOPE)
    [mail] = mail_server.mails

    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "pa"
    assert abs((parsedate_to_datetime(mail["Date"]) - utc_now()).total_seconds()) < 60


def test_an_email_sent_again_is_the_same_to_whoever_receives_it(emails, mail_server):
    emails.send(ENVELOPE)
    emails.send(ENVELOPE)
    ids = {mail["Message-ID"] for mail in mail_server.mails}

    assert ids == {f"<{MESSAGE.id}@hamrah.example.org>"}


def test_a_connection_is_kept_for_the_next_email(emails, mail_server):
    for _ in range(5):
        emails.send(ENVELOPE)

    assert (len(mail_server.mails), mail_server.connections) == (5, 1)


@pytest.mark.parametrize(
    ("step", "reply", "outcome"),
    [
        ("mail_reply", "451 Later", Busy()),
        ("mail_reply", "530 Sign in first", Busy()),
        ("recipient_reply", "550 Nobody of that name", Refused("550")),
        ("recipient_reply", "450 Come back", Refused("450", permanent=False)),
        ("data_reply", "554 No", Refused("554")),
        ("data_reply", "452 Full", Refused("452", permanent=False)),
    ],
)
def test_each_refusal_has_its_meaning_and_spoils_no_later_email(emails, mail_server, step, reply, outcome):
    setattr(mail_server, step, reply)
    assert emails.send(ENVELOPE) == outcome

    setattr(mail_server, step, "250 OK")
    assert isinstance(emails.send(ENVELOPE), Accepted)
    assert len(mail_server.mails) == 1


def test_an_email_holds_no_byte_that_an_old_server_would_spoil(emails, mail_server):
    emails.send(ENVELOPE)
    [mail] = mail_server.mails

    assert mail["Content-Transfer-Encoding"] in ("base64", "quoted-printable")
    assert mail.as_bytes().isascii()


def test_an_email_leaves_encrypted_where_the_server_can(settings, tmp_path, monkeypatch):
    certificate = certificate_of_this_machine(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)

    with mailbox.serve(tls=tls) as server:
        for credentials in (None, ("hamrah", "a password")):
            sender = replace(settings, smtp_port=server.port, smtp_credentials=credentials)
            adapter = SmtpEmails(sender, step_timeout=2)
            assert isinstance(adapter.send(ENVELOPE), Accepted)
            adapter.close()

    assert len(server.mails) == 2
    assert server.signed_in == [(b"hamrah", b"a password")]


def test_a_server_with_a_certificate_of_nobody_gets_no_email(settings, tmp_path):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate_of_this_machine(tmp_path))

    with mailbox.serve(tls=tls) as server:
        assert SmtpEmails(replace(settings, smtp_port=server.port), step_timeout=2).send(ENVELOPE) == Busy()
    assert not server.mails


def test_a_password_is_not_sent_in_the_clear(settings, mail_server):
    adapter = SmtpEmails(replace(settings, smtp_credentials=("hamrah", "a password")), step_timeout=1)

    assert adapter.send(ENVELOPE) == Busy()
    assert not mail_server.signed_in


def test_nobody_listening_means_that_nobody_took_it(settings):
    assert SmtpEmails(replace(settings, smtp_port=9), step_timeout=1).send(ENVELOPE) == Busy()


def test_a_connection_that_breaks_in_the_middle_is_a_doubt_that_a_repetition_settles(emails, mail_server):
    mail_server.hangs_up_after_taking = True

    assert emails.send(ENVELOPE) == Ambiguous()
    assert emails.look_up(ENVELOPE, utc_now(), lambda _: False) == Repeatable()
    assert isinstance(emails.send(ENVELOPE), Accepted)
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == 1


@pytest.mark.parametrize("address", ["asha@example.org\r\nBcc: x@example.org", "ਆਸ਼ਾ@example.org", "asha", ""])
def test_an_address_that_could_break_the_protocol_is_refused(emails, mail_server, address):
    assert emails.send(replace(ENVELOPE, to=address)) == Refused("address-invalid")
    assert not mail_server.mails
