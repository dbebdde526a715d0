"""The containers' first-run job prepares everything, and may run again."""

import subprocess
from pathlib import Path

import pytest
from pymongo import MongoClient

from hamrah.local.engine import free_ports, port_is_open
from hamrah.local.envoy import find_envoy
from hamrah.local.mongod import Mongod
from hamrah.setup import initiate_replica_set, set_up
from tests.support.engines import Engines


def test_the_first_run_job_may_run_again(
    tmp_path: Path, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = engines.mongodb_uri
    settings = {
        "HAMRAH_SETUP_SECRETS": str(tmp_path / "secrets"),
        "HAMRAH_SETUP_GATEWAY": str(tmp_path / "envoy.yaml"),
        "HAMRAH_SETUP_REPLICA_SET": uri.removeprefix("mongodb://").partition("/")[0],
        "HAMRAH_MONGODB_URI": uri,
        "HAMRAH_KAFKA_BOOTSTRAP": engines.kafka_bootstrap,
        "HAMRAH_PUBLIC_URL": "http://gateway:8080",
        "HAMRAH_ENVIRONMENT": "development",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    set_up()
    key = (tmp_path / "secrets" / "alumni" / "token-signing-key.pem").read_text()
    set_up()

    assert (tmp_path / "secrets" / "alumni" / "token-signing-key.pem").read_text() == key
    command = [str(find_envoy()), "--mode", "validate", "-c", str(tmp_path / "envoy.yaml")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_fresh_mongod_becomes_a_replica_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mongod = Mongod(tmp_path, *free_ports(1))
    monkeypatch.setattr(mongod, "_form_replica_set", lambda _: None)
    monkeypatch.setattr(mongod, "_answers", lambda: port_is_open(mongod.port))
    mongod.start()

    initiate_replica_set(f"127.0.0.1:{mongod.port}", mongod.uri)

    with MongoClient[dict[str, object]](mongod.uri, w="majority") as client:
        client.test.members.insert_one({"_id": "a"})
        assert client.test.members.count_documents({}) == 1
    mongod.stop()
