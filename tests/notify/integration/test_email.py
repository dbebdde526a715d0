"""E-mails through a real SMTP server."""

import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from chassis.clock import utc_now
from notify.adapters.breaker import ProviderBreaker
from notify.adapters.email import LET_IT_REST, SmtpEmails
from notify.adapters.return_paths import Cause, ReturnPath, ReturnPaths
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import Accepted, Ambiguous, Busy, Refused, Repeatable, after_outcome
from notify.domain.preferences import Purpose
from tests.notify import examples, mailbox
from tests.notify.certificates import certificate_of_this_machine

MESSAGE = examples.message(channel=Channel.EMAIL, language=Language.PUNJABI, purpose=Purpose.MEETINGS)
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
    assert "ਸ਼ਾਮੀਂ 6:30 ਵਜੇ ਲਈ ਤੁਹਾਡੀ ਥਾਂ ਪੱਕੀ ਹੈ" in mail.get_body(("plain",)).get_content()


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
        ("recipient_reply", "550 5.1.1 No such user", Refused("5.1.1")),
        (
            "recipient_reply",
            "550-5.1.1 The address that you tried\r\n550 5.1.1 is nobody's",
            Refused("5.1.1"),
        ),
        ("recipient_reply", "556 5.1.10 Takes no mail", Refused("5.1.10")),
        ("recipient_reply", "550 5.7.1 We do not like you", Refused("5.7.1")),
        ("recipient_reply", "550 4.1.1 Neither one nor the other", Refused("550")),
        ("recipient_reply", "450 5.1.1 Come back", Refused("450", permanent=False)),
        ("data_reply", "554 No", Refused("554")),
        ("data_reply", "550 5.1.1 Looked it up now: nobody", Refused("5.1.1")),
        ("data_reply", "552 5.3.4 Too large", Refused("5.3.4")),
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

    assert {each["Content-Transfer-Encoding"] for each in mail.iter_parts()} <= {"base64", "quoted-printable"}
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


def test_what_cannot_be_delivered_comes_back_to_an_address_of_its_own(settings, mail_server):
    paths = ReturnPaths(bytes(32), "bounce@hamrah.example.org")
    adapter = SmtpEmails(replace(settings, return_paths=paths), step_timeout=1)
    assert isinstance(adapter.send(ENVELOPE), Accepted)
    adapter.close()
    [sender] = mail_server.senders
    [mail] = mail_server.mails

    assert paths.read(sender) == ReturnPath(Cause.BOUNCE, MESSAGE.id)
    leave = mail["List-Unsubscribe"].rpartition("mailto:")[2]
    assert paths.read(leave) == ReturnPath(Cause.LEAVE, MESSAGE.id)


def test_a_server_without_encryption_gets_no_email_where_it_is_required(settings, mail_server):
    adapter = SmtpEmails(replace(settings, smtp_starttls=True), step_timeout=1)

    assert adapter.send(ENVELOPE) == Busy()
    assert not mail_server.mails


def test_a_greylist_lets_the_same_email_through_later_and_the_server_counts_as_well(emails, mail_server):
    mail_server.recipient_reply = "451 4.7.1 Greylisted, come back in five minutes"
    breaker = ProviderBreaker(failures=1)
    first = emails.send(ENVELOPE)
    breaker.note(first)

    assert first == Refused("451", permanent=False)
    assert not breaker.is_open
    later = after_outcome(examples.sending(), first, utc_now()).due_at
    assert later is not None
    assert later - utc_now() > timedelta(seconds=55)
    mail_server.recipient_reply = "250 OK"
    assert emails.send(ENVELOPE) == Accepted(f"smtp-{MESSAGE.id}")


def test_one_domain_gets_no_more_at_once_than_it_may(settings, mail_server):
    adapter = SmtpEmails(replace(settings, to_a_domain_a_second=1.0), step_timeout=1)
    outcomes = [adapter.send(replace(ENVELOPE, to=to)) for to in ("a@x.org", "b@x.org", "c@y.org")]
    adapter.close()

    assert outcomes[1] == Refused("domain-busy", permanent=False, retry_after=LET_IT_REST)
    assert [mail["To"] for mail in mail_server.mails] == ["a@x.org", "c@y.org"]


def test_so_many_connections_and_no_more(settings, mail_server):
    adapter = SmtpEmails(replace(settings, connections=2), step_timeout=2)
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: adapter.send(ENVELOPE), range(24)))
    adapter.close()

    assert mail_server.connections <= 2
    assert {type(each) for each in outcomes} <= {Accepted, Refused}
    assert len(mail_server.mails) == sum(isinstance(each, Accepted) for each in outcomes) > 0
