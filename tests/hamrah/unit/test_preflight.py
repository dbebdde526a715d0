"""What keeps the platform from starting is said in one sentence that tells what to do."""

import os
import platform
import shutil
import socket
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from hamrah.local import preflight
from hamrah.local.ports import Ports
from hamrah.local.preflight import PreflightFailed

Usage = namedtuple("Usage", "total used free")


def test_a_taken_port_is_named_with_its_user_and_the_setting() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PreflightFailed) as refusal:
            preflight.check_ports(replace(Ports.free(), kafka=port))

    said = str(refusal.value)
    assert said.startswith(f"Port {port}, for kafka, is taken by ")
    assert f"(process {os.getpid()})" in said
    assert "HAMRAH_PORT_KAFKA" in said


def test_free_ports_pass() -> None:
    ports = Ports.free()

    preflight.check_ports(ports)

    assert len({port for _, port in ports}) == len(list(ports))


def test_a_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10, 9, 1024**3))

    with pytest.raises(PreflightFailed, match=r"Only 1\.0 GB are free .* needs 2 GB"):
        preflight.check_disk(tmp_path / "not-made-yet")


def test_another_kind_of_machine_is_pointed_to_the_containers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")

    with pytest.raises(PreflightFailed, match=r"aarch64.*docker compose up"):
        preflight.check_machine()


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "\tlibcurl.so.4 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n"
    monkeypatch.setattr(preflight, "_what_the_loader_finds", lambda _: (listed, ""))

    with pytest.raises(PreflightFailed, match=r"needs libcurl\.so\.4, .*apt-get install libcurl4\)"):
        preflight.check_mongod_libraries()


def test_the_libraries_of_this_machine_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "NEEDED_BYTES", 0)
    monkeypatch.delenv("HAMRAH_MONGODB_URI", raising=False)

    preflight.check(Path("/"), Ports.free())

    assert preflight.find_mongod().exists()


def test_a_port_can_be_changed_by_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMRAH_PORT_GATEWAY", "9090")

    assert Ports.from_env().gateway == 9090
    assert Ports.from_env().alumni == Ports().alumni
