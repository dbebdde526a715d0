"""The platform starts whole, refuses a second one, keeps its data and leaves nothing behind."""

from pathlib import Path

import pytest
import requests

from hamrah.local.platform import Platform
from hamrah.local.ports import Ports
from hamrah.local.preflight import PreflightFailed, check_ports
from tests.support.waiting import eventually


def test_every_process_is_ready_behind_the_gateway(platform: Platform) -> None:
    keys = requests.get(f"{platform.url}/api/alumni/jwks.json", timeout=5)
    refused = requests.get(f"{platform.url}/api/groups/occurrences", timeout=5)

    assert all(process.ready for process in platform.processes.values())
    assert keys.json()["keys"]
    assert refused.status_code == 401


def test_a_killed_service_answers_again(platform: Platform) -> None:
    process = platform.processes["groups.api"]
    killed = process.pid

    process.kill()

    assert eventually(lambda: process.pid not in (None, killed))
    process.wait_until_ready()
    document = f"{platform.url}/api/groups/openapi.json"
    assert eventually(lambda: requests.get(document, timeout=5).status_code == 200)


def test_a_second_platform_in_the_same_directory_is_refused(platform: Platform) -> None:
    with pytest.raises(PreflightFailed, match="runs already"):
        Platform(platform.directory, Ports.free()).start()

    assert platform.processes["alumni.api"].ready


def test_a_stop_and_a_start_lose_nothing_and_leave_no_port_taken(tmp_path: Path) -> None:
    ports = Ports.free()
    with Platform(tmp_path, ports) as first:
        keys = requests.get(f"{first.url}/api/alumni/jwks.json", timeout=5).json()
        pids = [process.pid for process in first.processes.values()]
        pids += [first.mongod.pid, first.kafka.pid]

    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    check_ports(ports)
    with Platform(tmp_path, ports) as second:
        assert requests.get(f"{second.url}/api/alumni/jwks.json", timeout=5).json() == keys
