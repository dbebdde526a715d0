"""Who has the link alone chooses on its page: by keyboard, in their language, unknown to whoever looks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from chassis.clock import utc_now
from hamrah.demo.client import Person
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform
from tests.journeys.browser.conftest import Visit
from tests.journeys.conftest import member
from tests.journeys.test_channels import ROOT, links
from tests.support.waiting import eventually

MOST_STOPS = 60
ELSEWHERE = {"purpose": "news", "channel": "whatsapp"}
TITLES = {
    "en": "How we write to you: Hamrah",
    "pa": "ਅਸੀਂ ਤੁਹਾਨੂੰ ਕਿਵੇਂ ਲਿਖੀਏ: ਹਮਰਾਹ",
    "hi": "हम आपको कैसे लिखें: हमराह",
}

NOT_GOOD = "यह लिंक अब ठीक नहीं। चुनने के लिए हमराह में साइन इन करें।"


def link_of(platform: Platform, person: Person) -> str:
    """Sign the link at the foot of a mail, once notify knows the person."""
    eventually(lambda: person.call("GET", f"{ROOT}/preferences"), within=30)
    return links(platform).preferences_link(person.member_id, utc_now())


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_choices_are_made_by_keyboard_kept_and_shown_again(
    platform: Platform, stage: Stage, visit: Visit
) -> None:
    person = member(stage)
    path = link_of(platform, person)
    wish = person.call("GET", f"{ROOT}/preferences")
    person.call("PUT", f"{ROOT}/preferences", json={**wish, "off": [ELSEWHERE]})

    page = visit.open(path)
    page.locator("#choices").wait_for()
    tab_to(page, "[name='meetings sms']")
    page.keyboard.press("Space")
    tab_to(page, "[name=pause]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=keep]")
    page.keyboard.press("Enter")

    expect(page.locator("#answer")).to_have_text("Kept.")
    expect(page.locator("[name=keep]")).to_be_focused()
    kept = person.call("GET", f"{ROOT}/preferences")
    assert sorted(kept["off"], key=str) == [{"purpose": "meetings", "channel": "sms"}, ELSEWHERE]
    left = datetime.fromisoformat(kept["paused_until"]) - utc_now()
    assert timedelta(days=7, minutes=-5) < left <= timedelta(days=7)

    page.reload()
    expect(page.locator("#choices input:not(:checked)")).to_have_attribute("name", "meetings sms")
    expect(page.locator("[name=pause]")).to_have_value("")
    page.locator("[name=keep]").press("Enter")
    expect(page.locator("#answer")).to_have_text("Kept.")
    assert person.call("GET", f"{ROOT}/preferences") == kept


def test_whose_choices_they_are_stands_neither_in_the_page_nor_in_an_address(
    platform: Platform, stage: Stage, visit: Visit
) -> None:
    person = member(stage)
    page = visit.open(link_of(platform, person))
    page.locator("#choices button").click()
    expect(page.locator("#answer")).to_have_text("Kept.")

    seen = "\n".join([page.content(), *visit.addresses()])
    for each in (person.phone, person.phone[3:], person.email or "", person.handle, person.member_id):
        assert each not in seen


@pytest.mark.parametrize("language", TITLES)
def test_the_page_speaks_the_members_language_down_to_its_title(
    platform: Platform, stage: Stage, visit: Visit, language: str
) -> None:
    page = visit.open(link_of(platform, member(stage, language, with_email=False)))

    expect(page).to_have_title(TITLES[language])
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_text(TITLES[language].partition(":")[0])


def test_a_link_that_is_not_good_says_so_in_the_language_of_the_browser(
    stage: Stage, browser: Browser
) -> None:
    with browser.new_context(locale="hi-IN") as context:
        page = context.new_page()
        page.goto(f"{stage.gateway.url}/preferences/{'x' * 47}")

        expect(page.locator("#answer")).to_have_text(NOT_GOOD)
        expect(page).to_have_title(TITLES["hi"])
        expect(page.locator("html")).to_have_attribute("lang", "hi")
        expect(page.locator("#choices")).to_be_hidden()


def test_without_a_script_the_button_leaves_every_mail(
    platform: Platform, stage: Stage, browser: Browser
) -> None:
    person = member(stage)
    path = link_of(platform, person)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(stage.gateway.url + path)
        expect(page.locator("noscript p[lang=en]")).to_be_visible()
        tab_to(page, "button")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Done: no more e-mails of this kind will come.")).to_be_visible()

    off = person.call("GET", f"{ROOT}/preferences")["off"]
    assert {each["channel"] for each in off} == {"email"}
    assert {"purpose": "news", "channel": "email"} in off
