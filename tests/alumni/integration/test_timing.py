"""How long an answer takes tells nothing of who is a member: compared in pairs, by their medians."""

import random
import time
from collections.abc import Callable
from statistics import median

from tests.alumni.client import Person

PAIRS = 80
ROUNDS = 5
SHARE = 0.2  # of the median: what would be seen of one query more, of about four
CENTRE = "c" * 32


def took(call: Callable[[], int], expected: int) -> float:
    start = time.perf_counter()
    assert call() == expected
    return time.perf_counter() - start


def look_alike(known: Callable[[], int], unknown: Callable[[], int], expected: int) -> bool:
    """Compare interleaved samples in a drawn order, so that what slows the machine slows both.

    A difference that is there shows in every round; one of chance does not.
    """
    order = random.Random(5)
    for _ in range(ROUNDS):
        samples: dict[str, list[float]] = {"known": [], "unknown": []}
        for _ in range(PAIRS):
            pair = [("known", known), ("unknown", unknown)]
            order.shuffle(pair)
            for name, call in pair:
                samples[name].append(took(call, expected))
        of_known, of_unknown = median(samples["known"]), median(samples["unknown"])
        if abs(of_known - of_unknown) < SHARE * min(of_known, of_unknown):
            return True
    return False


def test_asking_for_a_code_takes_as_long_for_a_member_as_for_nobody(person: Person):
    person.sign_in()
    numbers = iter(range(10_000))

    def ask(phone: str) -> int:
        headers = of_one_address(next(numbers))
        return person.post("/sign-in/codes", {"phone": phone}, headers=headers).status_code

    assert look_alike(lambda: ask("+919876543210"), lambda: ask("+919876543299"), 202)


def test_asking_for_an_account_back_takes_as_long_for_a_member_as_for_nobody(person: Person):
    handle = person.sign_in()["member"]["handle"]
    person.database["members"].update_one(
        {"handle": handle}, {"$set": {"home_centre_id": CENTRE, "home_state": "confirmed"}}
    )
    person.access_token = None
    numbers = iter(range(10_000))

    def prepare(name: str) -> Callable[[], int]:
        number = next(numbers)
        headers = of_one_address(number)
        asked = person.post("/sign-in/codes", {"phone": f"+91987651{number:04d}"}, headers=headers)
        attempt_id = asked.json["attempt_id"]
        body = {"attempt_id": attempt_id, "code": person.code_of(attempt_id)}
        claim = {**body, "handle": name, "centre_id": CENTRE}
        return lambda: person.post("/sign-in/recoveries", claim, headers=headers).status_code

    ready = {name: [prepare(name) for _ in range(PAIRS)] for name in (handle, "nobody-1")}

    def ask(name: str) -> int:
        if not ready[name]:
            ready[name].extend(prepare(name) for _ in range(PAIRS))
        return ready[name].pop()()

    assert look_alike(lambda: ask(handle), lambda: ask("nobody-1"), 202)


def test_a_difference_that_is_there_is_seen():
    def work(times: int) -> int:
        return len(str(sum(range(times)))) and 202

    assert not look_alike(lambda: work(40_000), lambda: work(20_000), 202)


def of_one_address(number: int) -> dict[str, str]:
    """Ask from one of many addresses, each within its allowance."""
    return {"X-Forwarded-For": f"198.51.100.{number % 200}"}
