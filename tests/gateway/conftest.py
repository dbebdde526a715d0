"""A real Envoy on the project's own configuration, in front of four echoing services."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from hamrah.gateway import SERVICES, GatewaySettings, render
from hamrah.local.engine import free_ports
from hamrah.local.envoy import Envoy
from tests.gateway.tokens import KEY_ID, bearer, signed
from tests.gateway.upstream import Upstream
from tests.support.waiting import eventually

StartGateway = Callable[..., Envoy]


@pytest.fixture(scope="session")
def signing_key() -> Ed25519PrivateKey:
    """The key that alumni signs tokens with in these tests."""
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def upstreams(signing_key: Ed25519PrivateKey) -> Iterator[dict[str, str]]:
    """The addresses of four echoing services; alumni publishes the signing key."""
    public = OKPAlgorithm.to_jwk(signing_key.public_key(), as_dict=True)
    keys = {"keys": [{**public, "kid": KEY_ID, "alg": "EdDSA", "use": "sig"}]}
    running = [Upstream(name, keys) for name in SERVICES]
    yield {each.name: each.address for each in running}
    for each in running:
        each.stop()


@pytest.fixture(scope="session")
def start_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartGateway]:
    """Start further gateways with other services or limits; all end with the session."""
    running: list[Envoy] = []

    def start(services: dict[str, str], **limits: Any) -> Envoy:
        directory = tmp_path_factory.mktemp("gateway")
        (port,) = free_ports(1)
        settings = GatewaySettings(
            bind=f"127.0.0.1:{port}",
            services=services,
            public_url=f"http://127.0.0.1:{port}",
            admin_socket=str(directory / "admin.sock"),
            access_log=str(directory / "access.log"),
            **limits,
        )
        envoy = Envoy(directory, port, render(settings))
        running.append(envoy)
        envoy.start()
        return envoy

    yield start
    for envoy in running:
        envoy.stop()


@pytest.fixture(scope="session")
def gateway(start_gateway: StartGateway, upstreams: dict[str, str], signing_key: Ed25519PrivateKey) -> Envoy:
    """A gateway that has the signing key and hardly limits anyone."""
    envoy = start_gateway(upstreams, requests_burst=10_000, sign_in_burst=10_000)
    token = signed(signing_key)
    eventually(lambda: _is_accepted(envoy.url, token))
    return envoy


def _is_accepted(url: str, token: str) -> bool:
    return requests.get(f"{url}/api/alumni/me", headers=bearer(token), timeout=5).status_code == 200


@pytest.fixture
def access_log(gateway: Envoy) -> Path:
    """The gateway's access log."""
    return gateway.directory / "access.log"
