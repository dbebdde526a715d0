"""Every page can be read by everybody: by day and night, on a narrow screen, by whatever reads it aloud."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chassis.clock import utc_now
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform
from tests.journeys.browser.conftest import NARROW, Certificate, Visit
from tests.journeys.conftest import member
from tests.journeys.test_channels import links
from web.help_lines import HELP_LINES

# Each address, and what is there once its script is done.
PAGES = {
    "landing": ("/", "main h1"),
    "documentation": ("/api/docs/", ".models .json-schema-2020-12-head >> nth=2"),
    "check-in": ("/check-in", "#word"),
    "certificate": ("/certificates/{code}", "#answer:text('Valid')"),
    "preferences": ("/preferences/{token}", "#choices button"),
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def addresses(platform: Platform, stage: Stage, certificate: Certificate) -> dict[str, str]:
    """Where the pages are; Punjabi has the longest words."""
    link = links(platform).preferences_link(member(stage, "pa").member_id, utc_now())
    names = {"code": certificate.code, "token": link.rpartition("/")[2]}
    return {page: path.format(**names) for page, (path, _) in PAGES.items()}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_nobody_out(
    visit: Visit, addresses: dict[str, str], name: str, scheme: Literal["light", "dark"]
) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    page = visit.open(addresses[name])
    page.locator(PAGES[name][1]).wait_for()

    assert found_by_axe(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    for line in HELP_LINES:
        expect(page.locator(f'aside a[href="tel:{line.number}"]')).to_be_visible()


def found_by_axe(page: Page) -> str:
    """Tell what axe finds wrong, and where."""
    found: dict[str, Any] = Axe().run(page).response
    lines = [(each["id"], each["help"], node) for each in found["violations"] for node in each["nodes"]]
    return "\n".join(f"{name}: {text}: {node['target']} {node['html'][:120]}" for name, text, node in lines)
