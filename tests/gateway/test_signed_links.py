"""Whoever holds a signed link chooses how they are written to, without a login; nobody else does."""

from pathlib import Path

import pytest
import requests

from hamrah.local.envoy import Envoy
from tests.support.waiting import eventually

TOKEN = "Zm9v" * 11 + "abc"


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (f"/preferences/{TOKEN}", "web"),
        (f"/api/notify/preferences/by-link/{TOKEN}", "notify"),
        (f"/api/notify/unsubscribe/{TOKEN}", "notify"),
    ],
)
def test_what_a_link_in_a_mail_leads_to_needs_no_token(gateway: Envoy, path: str, service: str) -> None:
    answer = requests.get(gateway.url + path, timeout=5)

    assert (answer.status_code, answer.json()["name"]) == (200, service)


@pytest.mark.parametrize("path", ["/api/notify/preferences", "/api/notify/inbox", "/api/notify/inbox/stream"])
def test_all_else_is_for_who_is_signed_in(gateway: Envoy, path: str) -> None:
    assert requests.get(gateway.url + path, timeout=5).json()["code"] == "token-missing"


def test_the_access_log_carries_no_signed_link(gateway: Envoy, access_log: Path) -> None:
    for path in (f"/preferences/{TOKEN}", f"/api/notify/unsubscribe/{TOKEN}"):
        requests.get(gateway.url + path, timeout=5)
    requests.get(f"{gateway.url}/api/notify/preferences/by-link/{TOKEN}", timeout=5)
    requests.post(f"{gateway.url}/api/notify/webhooks/answers/exotel/{TOKEN}", timeout=5)
    requests.get(f"{gateway.url}/check-in", timeout=5)

    text = eventually(
        lambda: content if "/check-in" in (content := access_log.read_text()) else "", within=15
    )
    assert TOKEN not in text
