"""What a lane holds leaves in order of urgency, and the urgent thread takes nothing else."""

import threading

from notify.domain.message import Urgency
from notify.entrypoints.held import Held
from tests.notify import examples
from tests.support.waiting import eventually


def task(urgency: Urgency = Urgency.TIMELY):
    return examples.message(urgency=urgency), None


def test_an_urgent_message_jumps_what_is_held():
    held, first, second, urgent = Held(), task(), task(), task(Urgency.URGENT)
    held.put([first, second])
    held.put([urgent])

    assert [held.take(), held.take(), held.take()] == [urgent, first, second]


def test_the_urgent_thread_takes_nothing_else():
    held, ordinary, urgent = Held(), task(), task(Urgency.URGENT)
    taken = []
    thread = threading.Thread(target=lambda: taken.append(held.take(Urgency.URGENT)))
    held.put([ordinary])
    thread.start()
    held.put([urgent])

    eventually(lambda: taken == [urgent])
    thread.join(5)
    assert held.take() == ordinary


def test_closing_ends_all_waiting_and_gives_what_is_left():
    held, left = Held(), task(Urgency.BULK)
    taken: list[object] = []
    thread = threading.Thread(target=lambda: taken.append(held.take(Urgency.URGENT)))
    thread.start()
    held.put([left])

    assert held.close() == [left]
    thread.join(5)
    assert taken == [None]
