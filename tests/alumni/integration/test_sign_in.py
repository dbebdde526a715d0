"""Signing in, on stores in memory and on MongoDB: the same rules, also for many at once."""

import pytest

from alumni.domain.allowance import Limits
from alumni.domain.contact import Language
from alumni.domain.errors import CodeExpired, CodeWrong, TooManyCodes
from alumni.handlers.sign_in import SignedIn
from tests.alumni.keys import HASHES, email, phone, unseal
from tests.alumni.parallel import at_once
from tests.alumni.worlds import World, other_code


def test_right_code_makes_a_member_once_and_finds_it_afterwards(world: World):
    first, second = world.sign_in(), world.sign_in()

    assert first.joined_now
    assert not second.joined_now
    assert second.member.id == first.member.id
    assert second.member.roles == {"member"}


def test_member_speaks_the_language_of_the_request_in_the_time_zone_of_the_sign_in(world: World):
    attempt, code = world.request(language=Language.PUNJABI)

    member = world.enter(attempt.id, code, "America/Toronto").member

    assert world.members.get(member.id).language is Language.PUNJABI
    assert world.members.get(member.id).time_zone == "America/Toronto"


def test_code_is_sealed_in_the_event_and_kept_only_as_a_hash(world: World):
    attempt, code = world.request()

    assert unseal(attempt.contact.sealed) == "+919876543210"
    assert unseal(attempt.events[0].sealed_code) == code
    assert attempt.code_mac == HASHES.of_code(attempt.id, code)
    assert code not in attempt.code_mac


def test_wrong_code_takes_a_try_and_five_end_the_attempt(world: World):
    attempt, code = world.request()

    left = []
    for _ in range(5):
        with pytest.raises(CodeWrong) as refusal:
            world.enter(attempt.id, other_code(code))
        left.append(refusal.value.tries_left)

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(CodeExpired):
        world.enter(attempt.id, code)


def test_code_is_good_for_ten_minutes_and_no_longer(world: World):
    attempt, code = world.request()
    late, late_code = world.request()

    world.later(minutes=9, seconds=59)
    assert world.enter(attempt.id, code).joined_now
    world.later(seconds=1)
    with pytest.raises(CodeExpired):
        world.enter(late.id, late_code)


def test_code_is_good_once(world: World):
    attempt, code = world.request()
    world.enter(attempt.id, code)

    with pytest.raises(CodeExpired):
        world.enter(attempt.id, code)


def test_code_of_another_attempt_is_wrong_and_an_unknown_attempt_is_expired(world: World):
    (first, code), (second, second_code) = world.request(), world.request()
    if code == second_code:
        second, second_code = world.request()

    with pytest.raises(CodeWrong):
        world.enter(second.id, code)
    with pytest.raises(CodeExpired):
        world.enter("0" * 32, code)
    assert world.enter(first.id, code).joined_now


def test_code_that_adds_a_contact_signs_nobody_in(world: World):
    member = world.sign_in().member
    attempt, code = world.request(email(), member_id=member.id)

    with pytest.raises(CodeExpired):
        world.enter(attempt.id, code)


def test_32_wrong_codes_at_once_are_heard_five_times(world: World):
    attempt, code = world.request()

    answers = at_once(32, lambda _: world.enter(attempt.id, other_code(code)))

    assert sorted(each.tries_left for each in answers if isinstance(each, CodeWrong)) == [0, 1, 2, 3, 4]
    assert sum(isinstance(each, CodeExpired) for each in answers) == 27


def test_32_right_codes_at_once_sign_in_exactly_once(world: World):
    attempt, code = world.request()

    answers = at_once(32, lambda _: world.enter(attempt.id, code))

    assert sum(isinstance(each, SignedIn) for each in answers) == 1
    assert sum(isinstance(each, CodeExpired) for each in answers) == 31


def test_two_first_sign_ins_of_one_contact_at_once_make_one_member(world: World):
    attempts = [world.request(phone()) for _ in range(16)]

    answers = at_once(16, lambda number: world.enter(attempts[number][0].id, attempts[number][1]))

    signed_in = [each for each in answers if isinstance(each, SignedIn)]
    assert len(signed_in) == 16
    assert len({each.member.id for each in signed_in}) == 1
    assert sum(each.joined_now for each in signed_in) == 1


def test_contact_gets_five_codes_an_hour_wherever_they_are_asked_for(world: World):
    world.limits = Limits()
    for number in range(5):
        world.request(address=f"192.0.2.{number}")
    world.later(minutes=59)

    with pytest.raises(TooManyCodes) as refusal:
        world.request(address="192.0.2.99")

    assert refusal.value.retry_after == 60
    world.request(email())
    world.later(minutes=1)
    world.request()


def test_address_asks_for_its_share_of_codes_whoever_they_are_for(world: World):
    world.limits = Limits(per_address=3)
    for number in range(3):
        world.request(phone(f"+91987654321{number}"))

    with pytest.raises(TooManyCodes):
        world.request(phone("+919876543219"))
    world.request(phone("+919876543219"), address="192.0.2.2")


def test_32_requests_at_once_get_no_more_codes_than_the_contact_has_left(world: World):
    world.limits = Limits()

    answers = at_once(32, lambda _: world.request())

    assert sum(isinstance(each, TooManyCodes) for each in answers) == 27
    assert sum(isinstance(each, tuple) for each in answers) == 5
