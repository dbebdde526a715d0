"""What was registered stays as it is; what changes takes a new version."""

from dataclasses import replace

import pytest

from notify.adapters.templates import read_lock, read_templates
from notify.domain.contacts import Language
from notify.domain.message import Template
from notify.domain.template import MessageTemplate
from notify.domain.versions import renewed, reused_ids, unlocked

GOOD = read_templates()[Template.PLACE_CONFIRMED]
LOCK = read_lock()
RENEW = "`renew`"


def changed(**differences: str) -> MessageTemplate:
    """Change the English words."""
    english = replace(GOOD.wordings[Language.ENGLISH], **differences)
    return replace(GOOD, wordings={**GOOD.wordings, Language.ENGLISH: english})


@pytest.mark.parametrize(
    "differences", [{"sms": "Hamrah: your seat is confirmed for {when}."}, {"dlt_template_id": "1" * 19}]
)
def test_a_changed_text_under_the_same_version_says_what_to_do(differences):
    [said] = unlocked(LOCK, [changed(**differences)], RENEW)

    assert said == (
        f"place-confirmed en: not the text that was registered as version {GOOD.version}; raise its version, "
        "take a new DLT template id, then run `renew`"
    )


def test_renewing_does_not_make_a_changed_text_good():
    again = changed(sms="Hamrah: your seat is confirmed for {when}.")

    assert list(unlocked(renewed(LOCK, [again]), [again], RENEW))


def test_a_new_version_with_a_new_id_is_added_beside_the_old():
    new = replace(
        changed(sms="Hamrah: your seat for {when}.", dlt_template_id="1" * 19), version=GOOD.version + 1
    )
    assert len(list(unlocked(LOCK, [new], RENEW))) == len(new.registered) == 2 * len(Language)

    lock = renewed(LOCK, [new])

    assert list(unlocked(lock, [new], RENEW)) == []
    assert lock["place-confirmed"][str(GOOD.version)] == LOCK["place-confirmed"][str(GOOD.version)]
    assert list(reused_ids(lock)) == []


def test_an_id_that_stood_for_other_words_is_found():
    old_id = GOOD.wordings[Language.ENGLISH].dlt_template_id
    lock = renewed(LOCK, [replace(changed(sms="Hamrah: your seat for {when}."), version=GOOD.version + 1)])

    assert list(reused_ids(lock)) == [f"the DLT template id {old_id} stood for other words"]


def test_the_words_of_an_email_change_freely():
    assert list(unlocked(LOCK, [changed(body="Hello,\n\nyour place is kept for {when}.")], RENEW)) == []
