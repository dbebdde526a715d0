"""Keys of partner systems: shown once, scoped, rotated, and refused alike whatever is wrong with them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from alumni.adapters.tokens import SignedTokens
from alumni.domain.api_key import MAX_KEYS, KeySecret
from alumni.domain.errors.api_keys import KeyRefused, TooManyTries
from alumni.handlers.api_keys import exchange_key
from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.tokens import TokenVerifier
from tests.alumni.client import Person
from tests.alumni.keys import signing_pem
from tests.alumni.staff import CENTRE, OTHER_CENTRE, Network

SCOPES = ["directory:read", "invitations:write"]


def make(coordinator: Person, **fields: Any) -> dict[str, Any]:
    answer = coordinator.post("/centre/keys", {"label": "Front desk", "scopes": SCOPES, **fields})
    assert answer.status_code == 201, answer.json
    assert answer.headers["Cache-Control"] == "no-store"
    body: dict[str, Any] = answer.json
    return body


def system(network: Network, key: str) -> Person:
    """A centre's system that shows its key."""
    machine = Person(network.app, network.database, address="198.51.100.7")
    answer = machine.post("/partner/tokens", {"key": key})
    machine.access_token = (answer.json or {}).get("access_token")
    return machine


def refused(network: Network, key: str) -> bool:
    answer = Person(network.app, network.database).post("/partner/tokens", {"key": key})
    assert answer.status_code in (200, 401)
    assert answer.status_code == 200 or answer.json["code"] == "key-refused"
    return bool(answer.status_code == 401)


def test_key_is_exchanged_for_a_token_that_every_service_verifies(network: Network):
    key = make(network.coordinator())

    answer = Person(network.app, network.database).post("/partner/tokens", {"key": key["key"]})
    jwks = network.app.test_client().get("/.well-known/jwks.json").json
    claims = TokenVerifier(fetch=lambda: jwks).verify(answer.json["access_token"])

    assert claims["exp"] - claims["iat"] == answer.json["expires_in"] == 900
    assert (claims["roles"], claims["centre"], claims["scopes"]) == (["partner-system"], CENTRE, SCOPES)
    assert answer.headers["Cache-Control"] == "no-store"


def test_system_reads_its_centre_and_invites_for_it(network: Network):
    coordinator = network.coordinator()
    machine = system(network, make(coordinator)["key"])

    assert machine.get("/partner/centre").json["id"] == CENTRE
    made = machine.post("/partner/invitations", {"count": 2})

    assert (made.status_code, len(made.json["items"])) == (201, 2)
    assert len(coordinator.get("/centre/invitations").json["items"]) == 2


def test_system_does_nothing_beyond_its_scopes_and_nothing_that_is_a_persons(network: Network):
    machine = system(network, make(network.coordinator(), scopes=["figures:read"])["key"])

    for answer in (machine.get("/partner/centre"), machine.post("/partner/invitations", {})):
        assert (answer.status_code, answer.json["code"]) == (403, "scope-missing")
    for path in ("/me", "/centre/keys", "/centre/invitations", "/reaches"):
        assert machine.get(path).json["code"] == "not-allowed"


def test_secret_is_kept_nowhere_and_shown_once(network: Network):
    coordinator = network.coordinator()
    made = make(coordinator)
    secret = made["key"].split("_", 2)[2]

    [listed] = coordinator.get("/centre/keys").json["items"]

    assert "key" not in listed
    assert listed["last_used_on"] is None
    assert secret not in str(list(network.database["api_keys"].find()))
    system(network, made["key"])
    [listed] = coordinator.get("/centre/keys").json["items"]
    assert listed["last_used_on"] == utc_now().date().isoformat()


def test_old_secret_is_good_for_the_overlap_and_never_again(network: Network):
    coordinator = network.coordinator()
    made = make(coordinator)

    def rotate(hours: int) -> str:
        body = {"overlap_hours": hours}
        answer = coordinator.post(f"/centre/keys/{made['id']}/rotation", body)
        assert answer.status_code == 200
        return str(answer.json["key"])

    second = rotate(1)
    assert [refused(network, each) for each in (made["key"], second)] == [False, False]
    with time_machine.travel(utc_now() + timedelta(hours=1, seconds=1), tick=False):
        assert [refused(network, each) for each in (made["key"], second)] == [True, False]
    third = rotate(0)
    assert [refused(network, each) for each in (made["key"], second, third)] == [True, True, False]
    assert coordinator.post(f"/centre/keys/{made['id']}/rotation", {"overlap_hours": 25}).status_code == 422


def test_revoked_key_ends_what_its_token_could_still_do_here(network: Network):
    coordinator = network.coordinator()
    made = make(coordinator)
    machine = system(network, made["key"])

    assert coordinator.delete(f"/centre/keys/{made['id']}").status_code == 204

    assert refused(network, made["key"])
    answer = machine.get("/partner/centre")
    assert (answer.status_code, answer.json["code"]) == (401, "key-refused")
    assert coordinator.delete(f"/centre/keys/{made['id']}").json["code"] == "key-unknown"


def test_expired_key_is_refused_after_its_last_day(network: Network):
    today = utc_now().date()
    coordinator = network.coordinator()
    made = make(coordinator, expires_on=today.isoformat())

    assert not refused(network, made["key"])
    with time_machine.travel(utc_now() + timedelta(days=1), tick=False):
        assert refused(network, made["key"])
    past = {"label": "Late", "scopes": SCOPES, "expires_on": (today - timedelta(days=1)).isoformat()}
    assert coordinator.post("/centre/keys", past).status_code == 422


def test_key_of_a_suspended_centre_is_refused(network: Network):
    made = make(network.coordinator())
    machine = system(network, made["key"])

    network.set_centre(CENTRE, state="suspended")

    assert refused(network, made["key"])
    assert machine.post("/partner/invitations", {}).json["code"] == "key-refused"


def test_keys_are_those_of_the_own_centre(network: Network):
    made = make(network.coordinator())
    stranger = network.coordinator(OTHER_CENTRE)

    assert stranger.get("/centre/keys").json["items"] == []
    assert stranger.post(f"/centre/keys/{made['id']}/rotation", {}).json["code"] == "key-unknown"
    assert stranger.delete(f"/centre/keys/{made['id']}").json["code"] == "key-unknown"
    assert not refused(network, made["key"])


@pytest.mark.parametrize("key", ["x", "hk_", f"hk_{'0' * 32}_secret", "hk__", "é" * 40])
def test_whatever_is_no_key_is_refused_alike(network: Network, key: str):
    assert refused(network, key)


def test_labels_are_unique_and_keys_are_at_most_twenty_however_many_are_made_at_once(network: Network):
    coordinator = network.coordinator()
    make(coordinator)
    taken = coordinator.post("/centre/keys", {"label": "FRONT DESK", "scopes": SCOPES})
    assert taken.json["code"] == "key-label-taken"

    with ThreadPoolExecutor(6) as threads:
        bodies = [{"label": f"Desk {number}", "scopes": SCOPES} for number in range(MAX_KEYS + 4)]
        answers = list(threads.map(lambda body: coordinator.post("/centre/keys", body), bodies))

    assert sorted(each.status_code for each in answers) == [201] * (MAX_KEYS - 1) + [409] * 5
    assert len(coordinator.get("/centre/keys").json["items"]) == MAX_KEYS


def test_address_that_guesses_has_to_wait(network: Network):
    stores, at = network.stores, utc_now()

    def guess() -> None:
        exchange_key(
            KeySecret.draw(new_id()),
            "address",
            keys=stores.api_keys,
            centres=stores.centres,
            allowances=stores.allowances,
            tokens=SignedTokens(signing_pem()),
            tries=2,
            at=at,
        )

    for _ in range(2):
        with pytest.raises(KeyRefused):
            guess()
    with pytest.raises(TooManyTries) as refusal:
        guess()
    assert 0 < refusal.value.retry_after <= 3600
