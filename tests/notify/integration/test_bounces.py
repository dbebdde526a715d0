"""Mail that comes back is read from a real mailbox, once, and does what it says."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chassis.clock import utc_now
from notify.adapters.bounce_mailbox import BounceMailbox
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_reach import MongoReach
from notify.adapters.return_paths import Cause, ReturnPaths
from notify.domain.contacts import Channel
from notify.domain.message import State
from notify.domain.preferences import Purpose
from notify.entrypoints.bounces import Returns
from tests.notify import examples, imap
from tests.notify import returned as mails

PATHS = ReturnPaths(bytes(range(32)), f"bounce@{mails.DOMAIN}")
SEEN, LEFT_TO_A_PERSON = {"\\Seen"}, {"\\Seen", "\\Flagged"}


@pytest.fixture(scope="module")
def server():
    with imap.serve() as running:
        yield running


@dataclass
class Sent:
    """An e-mail that a member was sent, and who looks after what comes back."""

    returns: Returns
    stores: Any
    left: list[Any] = field(default_factory=list)
    message = examples.message(channel=Channel.EMAIL, state=State.SENT, purpose=Purpose.MEETINGS)

    def address(self, cause: Cause = Cause.BOUNCE) -> str:
        return PATHS.address(cause, self.message.id)

    def look(self) -> int:
        return self.returns.look(utc_now())

    @property
    def member(self):
        return self.stores.contacts.of([examples.MEMBER])[examples.MEMBER]


@pytest.fixture
def sent(server, database, mongo_stores) -> Sent:
    stores = mongo_stores
    stores.contacts.keep(examples.contacts())
    left: list[Any] = []
    returns = Returns(
        mailbox=BounceMailbox(server.settings),
        paths=PATHS,
        domain=mails.DOMAIN,
        messages=stores.messages,
        reach=MongoReach(database),
        stop=MongoContacts(database).stop,
        leave=lambda *what: left.append(what),
    )
    one = Sent(returns, stores, left)
    stores.messages.add_once([one.message])
    return one


def test_each_mail_is_read_once_and_what_is_for_a_person_is_flagged(server, sent):
    server.deliver(
        mails.bounce(sent.address(), action="delayed", status="4.4.1"),
        mails.letter(sent.address()),
        b"no mail at all",
        mails.letter(sent.address(Cause.LEAVE), "unsubscribe"),
    )

    assert (sent.look(), sent.look()) == (4, 0)
    assert server.flags() == [SEEN, LEFT_TO_A_PERSON, LEFT_TO_A_PERSON, SEEN]
    assert sent.left == [(examples.MEMBER, Purpose.MEETINGS)]
    assert sent.member.reachable_over() == {"sms", "email"}


def test_a_dead_address_fails_its_message_and_is_not_written_to_until_there_is_another(server, sent):
    server.deliver(mails.bounce(sent.address()), mails.bounce(sent.address()))
    sent.look()

    found = sent.stores.messages.find(sent.message.id)
    assert (found.state, found.reason) == (State.FAILED, "5.1.1")
    assert sent.member.unreachable == {"email"}
    sent.stores.contacts.keep_contact(examples.MEMBER, Channel.EMAIL, examples.seal("new@example.org"), 9)
    assert sent.member.unreachable == frozenset()


def test_a_complaint_ends_all_email_to_the_member(server, sent):
    server.deliver(mails.complaint(sent.address()))
    sent.look()

    assert sent.member.stopped == {"email"}
    assert sent.left == [(examples.MEMBER, Purpose.NEWS)]


def test_a_mailbox_that_is_away_or_refuses_us_is_tried_again(server, sent):
    server.deliver(mails.bounce(sent.address()))
    for wrong in ({"port": 9}, {"password": "another"}, {"folder": "Nowhere"}):
        away = BounceMailbox(replace(server.settings, **wrong))
        assert replace(sent.returns, mailbox=away).look(utc_now()) == 0

    assert server.flags() == [set()]
    assert sent.look() == 1


def test_a_mail_that_is_much_too_long_is_read_from_its_beginning(server, sent):
    server.deliver(mails.bounce(sent.address()) + b"x" * 1_000_000)

    assert sent.look() == 1
    assert sent.member.unreachable == {"email"}
