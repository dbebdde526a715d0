"""The next channel follows where the one before failed or stayed silent; in memory and in MongoDB."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from notify.domain.contacts import INBOX, Channel
from notify.domain.delivery import Accepted, Ambiguous, Busy, Refused, after_outcome, after_receipt, expired
from notify.domain.following import PATIENCE
from notify.domain.message import UNWANTED, Change, Message, State, Urgency
from notify.domain.preferences import Preferences, Purpose
from notify.handlers.following import follow_up
from notify.handlers.permission import STOPPED
from tests.notify import examples

AT = utc_now().replace(microsecond=0)
FAILED = Refused("21610")


def text(**differences) -> Message:
    """Make a text whose notice may go by mail next."""
    notice = new_id()
    ordinary = examples.message(
        id=derived_id(notice, Channel.SMS), notice_id=notice, route=(Channel.EMAIL,), purpose=Purpose.MEETINGS
    )
    return replace(ordinary, **differences)


def sent(stores, outcome: object = None, **differences) -> Message:
    """Add a text, hand it to the provider and note what became of it."""
    stores.messages.add_once([message := text(**differences)])
    [taken] = stores.messages.claim(message.channel, "any", examples.lease(), 1, utc_now())
    stores.messages.apply([after_outcome(taken, outcome or Accepted(new_id()), AT)])
    return stored(stores, message)


def stored(stores, message: Message) -> Message:
    found = stores.messages.find(message.id)
    assert found is not None
    return found


def followed(stores, message: Message, at: datetime = AT) -> Message | None:
    """Look twice for what is to be followed; give what follows over the mail."""
    for _ in range(2):
        follow_up(stores.messages, stores.contacts, at)
    return stores.messages.find(derived_id(message.notice_id, Channel.EMAIL))


@pytest.fixture(autouse=True)
def _member(stores):
    stores.contacts.keep(examples.contacts())


def test_a_text_that_failed_for_good_is_followed_by_a_mail_at_once(stores):
    message = sent(stores, FAILED)
    mail = followed(stores, message)

    assert mail is not None
    assert (mail.channel, mail.state, mail.route, mail.attempts) == (Channel.EMAIL, State.CREATED, (), 0)
    assert (mail.notice_id, mail.params, mail.expires_at) == (
        message.notice_id,
        message.params,
        message.expires_at,
    )
    assert mail.history == ()
    assert mail.provider_id is mail.reason is mail.since is mail.lease is None
    assert stored(stores, message).follow_at is None
    assert follow_up(stores.messages, stores.contacts, AT) == 0


@pytest.mark.parametrize("urgency", sorted(PATIENCE))
def test_a_silent_text_is_followed_after_the_time_of_its_class(stores, urgency):
    message = sent(stores, urgency=urgency)
    almost = AT + PATIENCE[urgency] - timedelta(milliseconds=1)

    assert followed(stores, message, almost) is None
    assert followed(stores, message, AT + PATIENCE[urgency]) is not None


@pytest.mark.parametrize("urgency", sorted(set(Urgency) - PATIENCE.keys()))
def test_what_is_in_no_hurry_is_followed_only_when_it_failed(stores, urgency):
    assert sent(stores, urgency=urgency).follow_at is None
    assert sent(stores, FAILED, urgency=urgency).follow_at == AT


def test_a_text_that_arrived_is_not_followed(stores):
    message = sent(stores)
    stores.messages.apply([after_receipt(message, State.DELIVERED, AT, "SM", None)])

    assert stored(stores, message).follow_at is None
    assert followed(stores, message, AT + timedelta(days=1)) is None


def test_a_receipt_that_says_undelivered_is_followed_at_once(stores):
    message = sent(stores)
    stores.messages.apply([after_receipt(message, State.FAILED, AT, "SM", "30003")])

    assert followed(stores, message) is not None


@pytest.mark.parametrize("outcome", [Busy(), Ambiguous()])
def test_what_is_tried_again_is_not_followed(stores, outcome):
    assert sent(stores, outcome).follow_at is None


def test_a_mail_gives_no_receipt_and_is_not_waited_for(stores):
    mail = sent(stores, channel=Channel.EMAIL, route=(Channel.SMS,))

    assert mail.follow_at is None


def test_what_expired_or_is_not_wanted_is_followed_by_nothing(stores):
    stores.messages.add_once([late := text(), unwanted := text()])
    stores.messages.apply([expired(late, AT)])
    change = Change(message_id=unwanted.id, channel=Channel.SMS, to=State.FAILED, at=AT, reason=UNWANTED)
    stores.messages.apply([change])

    assert [stored(stores, each).follow_at for each in (late, unwanted)] == [None, None]


def test_a_channel_that_was_stopped_is_mended_by_another(stores):
    message = sent(stores, Refused(STOPPED))

    assert followed(stores, message) is not None


def test_the_contacts_of_that_moment_count(stores):
    message = sent(stores, FAILED)
    stores.contacts.drop_contact(examples.MEMBER, Channel.EMAIL, 2)
    assert followed(stores, message) is None

    stores.contacts.keep_contact(examples.MEMBER, Channel.EMAIL, "sealed", 3)
    assert followed(stores, sent(stores, FAILED)) is not None


@pytest.mark.parametrize(
    "differences",
    [
        {"preferences": Preferences(off=frozenset({(Purpose.MEETINGS, Channel.EMAIL)}))},
        {"stopped": frozenset({Channel.EMAIL})},
        {"quiet": True},
    ],
    ids=["off", "stopped", "quiet"],
)
def test_nothing_follows_over_a_channel_that_the_member_does_not_want(memory, differences):
    memory.contacts.keep(examples.contacts(sequence=2, **differences))

    assert followed(memory, sent(memory, FAILED)) is None


def test_what_is_of_no_use_any_more_follows_over_no_channel(stores):
    message = sent(stores, expires_at=AT + timedelta(hours=1))

    assert followed(stores, message, AT + timedelta(hours=3)) is None


def test_what_was_read_in_the_inbox_is_told(stores):
    message = sent(stores, FAILED)
    read = text(id=derived_id(message.notice_id, INBOX), channel=INBOX, state=State.DELIVERED, read_at=AT)
    stores.messages.add_once([read])

    assert followed(stores, message) is None
    assert stored(stores, message).follow_at is None


def test_messages_without_another_channel_are_never_looked_at(stores):
    assert sent(stores, FAILED, route=()).follow_at is None
    assert follow_up(stores.messages, stores.contacts, AT + timedelta(days=1)) == 0


def test_looking_for_what_to_follow_reads_an_index_that_holds_only_that(mongo_stores, database):
    sent(mongo_stores, FAILED)
    plan = database["messages"].find({"follow_at": {"$exists": True, "$lte": AT}}).sort("follow_at", 1)

    assert '"follow"' in str(plan.explain()["queryPlanner"]["winningPlan"]).replace("'", '"')
