"""Anybody verifies a certificate, and only members get one."""

import pytest
import requests

from hamrah.local.envoy import Envoy

CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX"


@pytest.mark.parametrize(
    ("path", "service"),
    [(f"/api/groups/certificates/{CODE}", "groups"), (f"/certificates/{CODE}", "web"), ("/check-in", "web")],
)
def test_what_a_qr_code_leads_to_needs_no_token(gateway: Envoy, path: str, service: str) -> None:
    answer = requests.get(gateway.url + path, timeout=5)

    assert (answer.status_code, answer.json()["name"]) == (200, service)


@pytest.mark.parametrize("path", ["/api/groups/me/certificates", "/api/groups/certificatesx"])
def test_nothing_else_of_certificates_is_open(gateway: Envoy, path: str) -> None:
    assert requests.get(gateway.url + path, timeout=5).json()["code"] == "token-missing"
