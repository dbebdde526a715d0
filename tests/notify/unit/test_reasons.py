"""Every cause that is ours has a sentence, and metrics tell few of them apart."""

from notify.domain import budget, delivery, message
from notify.domain.reasons import REASONS, REFUSED, cause_of, why
from notify.handlers import permission, sending

OURS = {
    *(message.EXPIRED, message.READ, message.OVER_DAILY_LIMIT, message.UNWANTED, message.HOURS),
    *(permission.STOPPED, permission.UNREACHABLE, permission.TURNED_OFF),
    *(sending.CONTACT_UNKNOWN, sending.UNSEALABLE, message.GIVEN_UP),
    *(delivery.UNRESOLVED, delivery.NO_RECEIPT, budget.OVER_BUDGET),
}


def test_every_cause_of_ours_has_a_sentence_of_its_own():
    assert set(REASONS) >= OURS
    assert len({why(each) for each in OURS}) == len(OURS)


def test_whatever_code_a_provider_has_is_one_cause():
    assert cause_of("30003") == cause_of("550 5.1.1") == cause_of(None) == REFUSED
    assert all(cause_of(each) == each for each in OURS)


def test_a_providers_code_is_named_to_people():
    assert "30003" in why("30003")
