"""Which provider gets a message: the first that is well, and the next one only what that cannot take."""

import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from chassis.clock import utc_now
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_switches import InMemorySwitches
from notify.domain.delivery import UNRESOLVED, Ambiguous, Busy, NoAnswer, Refused
from notify.domain.faults import Fault
from notify.domain.message import EXPIRED, MOST_REPEATED, Message, State, Urgency
from notify.domain.switch import Mode, Switch
from notify.entrypoints import sending
from notify.entrypoints.choice import PROBE_EVERY
from tests.notify import examples
from tests.notify.anyprovider import QUICK, AnyProvider, lane, running
from tests.support.waiting import eventually


def added(count: int, messages: InMemoryMessages | None = None, **differences: object) -> InMemoryMessages:
    messages = messages or InMemoryMessages()
    messages.add_once([examples.message(**differences) for _ in range(count)])
    return messages


def all_of(messages: InMemoryMessages) -> list[Message]:
    return list(messages._messages.values())


def all_are(messages: InMemoryMessages, state: State) -> bool:
    return {each.state for each in all_of(messages)} == {state}


def test_the_first_provider_gets_everything_while_it_is_well():
    first, second = AnyProvider("first"), AnyProvider("second")
    with running([lane(first), lane(second)], added(60)) as messages:
        eventually(lambda: all_are(messages, State.SENT))

    assert (len(first.taken), len(second.taken)) == (60, 0)
    assert {each.provider for each in all_of(messages)} == {"first"}


def test_while_the_first_is_away_the_second_takes_over_and_gives_back():
    away = threading.Event()
    away.set()
    first, second = AnyProvider("first"), AnyProvider("second")
    taking = first.answer
    first.answer = lambda envelope: Busy() if away.is_set() else taking(envelope)
    with running([lane(first), lane(second)], added(40)) as messages:
        eventually(lambda: all_are(messages, State.SENT))
        assert len(second.taken) == 40
        away.clear()
        eventually(lambda: any(each.provider == "first" for each in all_of(added(5, messages))), within=10)


def test_a_busy_first_provider_costs_a_message_no_wait_while_a_second_is_there():
    first = AnyProvider("first", answer=lambda _: Busy(timedelta(minutes=5)))
    second = AnyProvider("second")
    with running([lane(first), lane(second)], added(10)) as messages:
        eventually(lambda: all_are(messages, State.SENT))

    # What it asked for holds for the provider, not only for the message that was told.
    assert len(first.taken) == 1


def test_one_that_does_badly_is_no_first_choice_and_is_tried_now_and_then():
    first, second = AnyProvider("first"), AnyProvider("second")
    first.faults = {"blocked": Fault.PROVIDER}
    first.answer = lambda envelope: Refused("blocked")
    ill = lane(first)
    with running([ill, lane(second)], added(200)) as messages:
        eventually(lambda: all_are(messages, State.SENT))
    assert not ill.gate.is_well(utc_now())
    refused = [each for each in all_of(messages) if each.declined_by]
    # It falls ill after about seven; from then on it gets one of some twenty.
    assert len(refused) <= 20 + 200 // PROBE_EVERY
    assert len(second.taken) == 200


def test_a_reason_of_the_provider_goes_on_to_the_next_one_and_one_of_the_recipient_does_not():
    faults = {"no-template": Fault.PROVIDER, "no-number": Fault.RECIPIENT}
    codes = iter(["no-template", "no-number"])
    first = AnyProvider("first", faults=faults, answer=lambda _: Refused(next(codes)))
    second = AnyProvider("second", faults=faults)
    with running([lane(first), lane(second)], added(2)) as messages:
        eventually(lambda: {State.SENT, State.FAILED} == {each.state for each in all_of(messages)})

    [failed] = [each for each in all_of(messages) if each.state is State.FAILED]
    [sent] = [each for each in all_of(messages) if each.state is State.SENT]
    assert (failed.reason, failed.provider) == ("no-number", "first")
    assert (sent.declined_by, sent.provider, len(second.taken)) == (("first",), "second", 1)


def test_a_message_that_every_provider_declines_fails_with_the_last_ones_reason():
    faults = {"no-template": Fault.PROVIDER}
    lanes = [
        lane(AnyProvider(name, faults=faults, answer=lambda _: Refused("no-template")))
        for name in ("first", "second")
    ]
    with running(lanes, added(1)) as messages:
        eventually(lambda: all_are(messages, State.FAILED))

    assert [each.reason for each in all_of(messages)] == ["no-template"]


def test_that_the_first_is_slow_is_no_reason_but_for_what_is_urgent():
    go_on = threading.Event()
    first, second = AnyProvider("first"), AnyProvider("second")
    taking = first.answer
    first.answer = lambda envelope: go_on.wait(10) and taking(envelope)
    messages = added(30)
    with running([lane(first), lane(second)], messages):
        eventually(lambda: len(first.taken) == 1)
        added(40, messages, urgency=Urgency.URGENT)
        eventually(lambda: second.taken)
        go_on.set()
        eventually(lambda: all_are(messages, State.SENT))

    assert {each.urgency for each in all_of(messages) if each.provider == "second"} == {Urgency.URGENT}


def test_a_rate_that_is_spent_sends_the_rest_to_the_next_one():
    first, second = AnyProvider("first"), AnyProvider("second")
    with running([lane(first, rate=5), lane(second)], added(50)) as messages:
        eventually(lambda: all_are(messages, State.SENT))

    assert 5 <= len(first.taken) <= 15
    assert len(first.taken) + len(second.taken) == 50


def test_a_single_provider_keeps_its_rate():
    only = AnyProvider("only")
    began = time.monotonic()
    with running([lane(only, rate=20)], added(40)) as messages:
        eventually(lambda: all_are(messages, State.SENT))

    assert time.monotonic() - began >= 0.9


def test_an_urgent_message_leaves_at_once_though_everything_held_hangs():
    go_on = threading.Event()
    only = AnyProvider("only")
    taking = only.answer
    only.answer = lambda envelope: (
        taking(envelope) if "code" in envelope.body else (go_on.wait(10) and taking(envelope))
    )
    messages = added(300)
    with running([lane(only, threads=2)], messages):
        eventually(lambda: len(only.taken) == 2)
        code = examples.code_message()
        messages.add_once([code])
        eventually(lambda: messages.find(code.id).state is State.SENT, within=2)
        go_on.set()


def test_a_provider_that_is_switched_off_is_not_called_and_one_that_drains_gets_nothing_new():
    first, second, third = AnyProvider("first"), AnyProvider("second"), AnyProvider("third")
    switches = InMemorySwitches()
    switches.turn(Switch("first", Mode.OFF, utc_now(), "an operator"))
    switches.turn(Switch("second", Mode.DRAINING, utc_now(), "an operator"))
    with running([lane(each) for each in (first, second, third)], added(20), switches=switches) as messages:
        eventually(lambda: all_are(messages, State.SENT))

    assert [len(each.taken) for each in (first, second, third)] == [0, 0, 20]


def test_a_switch_is_obeyed_within_a_second_and_what_was_held_goes_to_the_next():
    go_on = threading.Event()
    first, second = AnyProvider("first"), AnyProvider("second")
    taking = first.answer
    first.answer = lambda envelope: go_on.wait(10) and taking(envelope)
    switches = InMemorySwitches()
    with running([lane(first), lane(second)], added(30), switches=switches) as messages:
        eventually(lambda: len(first.taken) == 1)
        switches.turn(Switch("first", Mode.OFF, utc_now(), "an operator"))
        eventually(lambda: len(second.taken) >= 1, within=1)
        go_on.set()
        eventually(lambda: all_are(messages, State.SENT))

    assert (len(first.taken), len(second.taken)) == (1, 29)


def test_only_the_provider_that_may_have_a_message_is_asked_and_another_takes_what_it_never_had():
    first, second = AnyProvider("first", answer=lambda _: Ambiguous()), AnyProvider("second")
    messages, switches = added(1), InMemorySwitches()
    with running([lane(first), lane(second)], messages, switches=switches):
        eventually(lambda: first.asked)
        switches.turn(Switch("first", Mode.DRAINING, utc_now(), "an operator"))
        eventually(lambda: all_are(messages, State.SENT))

    assert second.asked == []
    assert [each.provider for each in all_of(messages)] == ["second"]


def test_a_sign_in_code_in_doubt_is_sent_again_at_once_and_a_reminder_is_not():
    only = AnyProvider("only", answer=lambda _: Ambiguous(), listed=lambda _: NoAnswer())
    code = examples.code_message(expires_at=utc_now() + timedelta(minutes=10))
    messages = added(1)
    messages.add_once([code])
    with running([lane(only)], messages):
        eventually(lambda: all_are(messages, State.UNKNOWN))

    sent = Counter(each.message_id for each in only.taken)
    assert sent.pop(code.id) == MOST_REPEATED
    assert list(sent.values()) == [1]


def test_what_nobody_can_tell_of_fails_after_a_while_so_that_the_next_channel_follows():
    only = AnyProvider("only", answer=lambda _: Ambiguous(), listed=lambda _: NoAnswer())
    quick = replace(QUICK, unresolved_after=timedelta(milliseconds=50))
    messages = added(1, route=("email",))
    with running([lane(only, timings=quick)], messages, timings=quick):
        eventually(lambda: all_are(messages, State.FAILED))

    [failed] = all_of(messages)
    assert (failed.reason, len(only.taken)) == (UNRESOLVED, 1)
    assert failed.follow_at is not None


def test_what_nobody_needs_any_more_is_never_sent_late_though_its_provider_comes_back(monkeypatch):
    monkeypatch.setattr(sending, "EXPIRE_EVERY", timedelta(0))
    only, switches = AnyProvider("only"), InMemorySwitches()
    switches.turn(Switch("only", Mode.OFF, utc_now(), "an operator"))
    messages = added(1, expires_at=utc_now() + timedelta(milliseconds=50))
    with running([lane(only)], messages, switches=switches):
        eventually(lambda: all_are(messages, State.FAILED))

    assert ([each.reason for each in all_of(messages)], only.taken) == ([EXPIRED], [])
