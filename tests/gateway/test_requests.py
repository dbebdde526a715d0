"""What the gateway takes away, bounds, counts, logs and answers by itself."""

import json
import stat
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.adapters import HTTPAdapter

from hamrah.gateway import SERVICES
from hamrah.local.engine import free_ports
from hamrah.local.envoy import Envoy
from tests.gateway.conftest import StartGateway
from tests.gateway.tokens import bearer, signed
from tests.support.waiting import eventually

PUBLIC = "/api/alumni/sign-in/codes"
FORGED = (
    "X-Member-Id",
    "X-Roles",
    "X-Hamrah-Member",
    "X-Hamrah-Anything",
    "X-Remote-User",
    "X-Auth-Request-User",
)


class _From(HTTPAdapter):
    """Connect from another local address, as another client would."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: object, **options: object) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **options)  # type: ignore[arg-type,no-untyped-call]


def client_at(address: str) -> requests.Session:
    session = requests.Session()
    session.mount("http://", _From(address))
    return session


def post_as_spelled(client: requests.Session, url: str, path: str) -> int:
    request = client.prepare_request(requests.Request("POST", url))
    request.url = url + path  # requests would write the path in its own way.
    return client.send(request, timeout=5).status_code


@pytest.mark.parametrize("name", FORGED)
def test_an_identity_header_is_taken_away(gateway: Envoy, name: str) -> None:
    answer = requests.get(gateway.url + PUBLIC, headers={name: "network-administrator"}, timeout=5)

    assert answer.status_code == 200
    assert name.lower() not in answer.json()["headers"]


def test_a_header_with_underscores_is_dropped(gateway: Envoy) -> None:
    answer = requests.get(gateway.url + PUBLIC, headers={"X_Member_Id": "a"}, timeout=5)

    assert "x_member_id" not in answer.json()["headers"]


def test_the_client_address_is_the_one_that_connects(gateway: Envoy) -> None:
    answer = requests.get(gateway.url + PUBLIC, headers={"X-Forwarded-For": "203.0.113.9"}, timeout=5)

    assert answer.json()["headers"]["x-forwarded-for"].split(",")[-1].strip() == "127.0.0.1"


def test_behind_another_proxy_the_client_address_is_the_one_that_it_saw(
    start_gateway: StartGateway, upstreams: dict[str, str]
) -> None:
    url = start_gateway(upstreams, trusted_hops=1).url
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}

    answer = requests.get(url + PUBLIC, headers=headers, timeout=5)

    assert answer.json()["headers"]["x-forwarded-for"].split(",")[-1].strip() == "203.0.113.9"


def test_a_client_that_asks_too_much_is_limited_alone(
    start_gateway: StartGateway, upstreams: dict[str, str]
) -> None:
    url = start_gateway(upstreams, requests_burst=5, requests_per_second=1).url
    first, second = client_at("127.0.0.1"), client_at("127.0.0.2")

    answers = [first.get(f"{url}/", timeout=5) for _ in range(20)]

    refused = answers[-1]
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
    assert int(refused.headers["Retry-After"]) > 0
    assert second.get(f"{url}/", timeout=5).status_code == 200


def test_sign_in_is_limited_more_strictly_than_the_rest(
    start_gateway: StartGateway, upstreams: dict[str, str]
) -> None:
    url = start_gateway(upstreams, sign_in_burst=2, sign_in_per_minute=1).url
    client = client_at("127.0.0.3")
    spelled = (PUBLIC, "/api/alumni/%73ign%2Din/codes", "//api/alumni/x/../sign-in/codes", PUBLIC)

    statuses = [post_as_spelled(client, url, path) for path in spelled]

    assert statuses == [200, 200, 429, 429]
    assert client.get(f"{url}/", timeout=5).status_code == 200
    assert client_at("127.0.0.4").post(url + PUBLIC, timeout=5).status_code == 200


def test_a_providers_receipts_are_limited_by_themselves(
    start_gateway: StartGateway, upstreams: dict[str, str]
) -> None:
    limits = {"requests_burst": 2, "requests_per_second": 1, "receipts_burst": 30, "receipts_per_second": 1}
    url = start_gateway(upstreams, **limits).url
    receipts = f"{url}/api/notify/webhooks/sms/{'a' * 32}"
    provider = client_at("127.0.0.5")

    answers = [provider.post(receipts, timeout=5) for _ in range(60)]

    assert [answer.status_code for answer in answers[:30]] == [200] * 30
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "too-many-requests")
    assert client_at("127.0.0.6").post(receipts, timeout=5).status_code == 200


def test_many_other_addresses_do_not_free_a_limited_client(
    start_gateway: StartGateway, upstreams: dict[str, str]
) -> None:
    url = start_gateway(upstreams, sign_in_burst=1, sign_in_per_minute=1).url
    client = client_at("127.0.0.1")
    client.post(url + PUBLIC, timeout=5)

    for number in range(2, 62):
        client_at(f"127.0.1.{number}").post(url + PUBLIC, timeout=5)

    assert client.post(url + PUBLIC, timeout=5).status_code == 429


def test_a_body_over_64_kib_is_refused(gateway: Envoy) -> None:
    small = requests.post(gateway.url + PUBLIC, data=b"a" * 65_536, timeout=5)
    large = requests.post(gateway.url + PUBLIC, data=b"a" * 65_537, timeout=5)

    assert small.json()["bytes"] == 65_536
    assert (large.status_code, large.json()["code"]) == (413, "body-too-large")


def test_a_feed_may_be_larger(gateway: Envoy, signing_key: Ed25519PrivateKey) -> None:
    url = f"{gateway.url}/api/groups/imports/file"
    headers = bearer(signed(signing_key))

    large = requests.post(url, data=b"a" * 5_242_880, headers=headers, timeout=15)
    larger = requests.post(url, data=b"a" * 5_242_881, headers=headers, timeout=15)

    assert large.json()["bytes"] == 5_242_880
    assert larger.status_code == 413


def test_the_help_lines_answer_while_every_service_is_down(start_gateway: StartGateway) -> None:
    nobody = dict(zip(SERVICES, (f"127.0.0.1:{port}" for port in free_ports(4)), strict=True))
    url = start_gateway(nobody).url

    answer = requests.get(f"{url}/api/help", timeout=5)
    down = requests.get(f"{url}/", timeout=15)

    assert answer.headers["Content-Type"] == "application/json"
    assert "14416" in [line["number"] for line in answer.json()["lines"]]
    assert (down.status_code, down.json()["code"]) == (503, "temporarily-unavailable")


def test_a_token_is_not_called_bad_when_the_keys_are_out_of_reach(
    start_gateway: StartGateway, signing_key: Ed25519PrivateKey
) -> None:
    nobody = dict(zip(SERVICES, (f"127.0.0.1:{port}" for port in free_ports(4)), strict=True))
    url = start_gateway(nobody).url

    answer = requests.get(f"{url}/api/alumni/me", headers=bearer(signed(signing_key)), timeout=15)

    assert (answer.status_code, answer.json()["code"]) == (503, "keys-unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_an_error_of_the_gateway_is_a_problem_document(gateway: Envoy) -> None:
    answer = requests.get(f"{gateway.url}/nowhere", timeout=5)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "code", "trace_id"}
    assert answer.json()["status"] == 404
    assert answer.json()["trace_id"] == answer.headers["X-Request-ID"]


def test_an_escaped_slash_is_refused(gateway: Envoy) -> None:
    answer = requests.get(f"{gateway.url}/api/alumni%2fme", timeout=5)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


def test_the_access_log_carries_no_query_string(gateway: Envoy, access_log: Path) -> None:
    requests.get(f"{gateway.url}{PUBLIC}?phone=919800000000", timeout=5)
    last = requests.get(f"{gateway.url}/api/alumni/jwks.json?a=b", timeout=5)
    wanted = last.headers["X-Request-ID"]

    text = eventually(lambda: content if wanted in (content := access_log.read_text()) else "", within=15)

    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[-1]["path"] == "/api/alumni/jwks.json"
    assert PUBLIC in [line["path"] for line in lines]
    assert "?" not in text
    assert "919800000000" not in text


def test_the_access_log_carries_no_key_of_a_calendar(gateway: Envoy, access_log: Path) -> None:
    path, key = "/api/groups/calendars/member.ics", "k" * 43
    answer = requests.get(f"{gateway.url}{path}?key={key}", timeout=5)
    wanted = answer.headers["X-Request-ID"]

    text = eventually(lambda: content if wanted in (content := access_log.read_text()) else "", within=15)

    assert answer.status_code == 200
    assert json.loads(text.splitlines()[-1])["path"] == path
    assert key not in text


def test_only_the_owner_may_speak_to_the_administration(gateway: Envoy) -> None:
    mode = (gateway.directory / "admin.sock").stat().st_mode

    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize(
    "path",
    [
        "/sealed-contacts/members/{id}",
        "/sealed-contacts/attempts/{id}",
        "/api/alumni/../../sealed-contacts/members/{id}",
        "/api/alumni/%2e%2e/%2e%2e/sealed-contacts/members/{id}",
        "//sealed-contacts/members/{id}",
    ],
)
def test_no_way_leads_to_the_sealed_contacts(gateway: Envoy, path: str) -> None:
    request = requests.Request("GET", gateway.url).prepare()
    request.url = gateway.url + path.format(id="3d" * 16)
    with requests.Session() as client:
        answer = client.send(request, timeout=5)

    assert answer.headers["Content-Type"] != "application/json" or answer.json().get("name") != "alumni"
