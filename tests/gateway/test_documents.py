"""The gateway lets through what the services' own documents say: whom, where to, and how much."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

import alumni.bootstrap
import groups.bootstrap
import notify.bootstrap
from chassis.http.limits import DEFAULT_BODY_LIMIT
from chassis.http.marks import marks_of
from hamrah.local.envoy import Envoy
from tests.gateway.tokens import bearer, signed

DOCUMENTS = Path(__file__).parents[2] / "contracts" / "openapi"
SERVICES = ("alumni", "groups", "notify")


@dataclass(frozen=True)
class Operation:
    """One operation of a document; its path has something in the place of every parameter."""

    method: str
    path: str
    public: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def operations(service: str) -> Iterator[Operation]:
    document = json.loads((DOCUMENTS / f"{service}.json").read_text())
    for template, methods in document["paths"].items():
        path = "/".join("a" * 32 if "{" in part else part for part in template.split("/"))
        for method, operation in methods.items():
            # Whatever does not begin with /api is for inside.
            if method != "parameters" and path.startswith("/api/"):
                yield Operation(method.upper(), path, public=not operation["security"])


def reached(gateway: Envoy, operation: Operation, **kwargs: object) -> str:
    """Tell which service answered, or with what code the gateway refused."""
    url = gateway.url + operation.path
    answer = requests.request(operation.method, url, timeout=5, **kwargs).json()  # type: ignore[arg-type]
    return "alumni" if "keys" in answer else str(answer.get("name", answer.get("code")))


@pytest.mark.parametrize("service", SERVICES)
def test_who_has_no_token_reaches_what_is_public_and_nothing_else(gateway: Envoy, service: str) -> None:
    found = {str(each): reached(gateway, each) for each in operations(service)}

    assert found == {str(each): service if each.public else "token-missing" for each in operations(service)}


@pytest.mark.parametrize("service", SERVICES)
def test_who_has_a_token_reaches_every_operation_of_its_service(
    gateway: Envoy, signing_key: Ed25519PrivateKey, service: str
) -> None:
    headers = bearer(signed(signing_key))

    found = {str(each): reached(gateway, each, headers=headers) for each in operations(service)}

    assert found == {str(each): service for each in operations(service)}


def body_limits(app: Flask) -> dict[Operation, int]:
    """Give how many bytes each operation with a body reads at most."""
    return {
        Operation(method, re.sub("<[^>]+>", "a" * 32, rule.rule), public=False): marks_of(
            app.view_functions[rule.endpoint]
        ).get("body_limit", DEFAULT_BODY_LIMIT)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"POST", "PUT", "PATCH"}
    }


def passed(gateway: Envoy, operation: Operation, size: int, headers: dict[str, str]) -> int:
    """Send so many bytes; tell how many arrived, or the status of the refusal."""
    url = gateway.url + operation.path
    answer = requests.request(operation.method, url, data=b"a" * size, headers=headers, timeout=15)
    return int(answer.json()["bytes"]) if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize("service", [alumni, groups, notify], ids=SERVICES)
def test_a_body_may_be_as_large_as_its_operation_reads_and_no_larger(
    gateway: Envoy, signing_key: Ed25519PrivateKey, service: ModuleType
) -> None:
    headers = bearer(signed(signing_key))
    limits = body_limits(service.bootstrap.api())

    found = {
        operation: [passed(gateway, operation, size, headers) for size in (limit, limit + 1)]
        for operation, limit in limits.items()
    }

    assert found == {operation: [limit, 413] for operation, limit in limits.items()}
