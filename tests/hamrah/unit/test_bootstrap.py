"""The environment is prepared only when something changed, and a bare machine is told what it lacks."""

import importlib.util
from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for an environment, where running any command would fail the test."""
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(bootstrap, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(bootstrap, "run", lambda *command: pytest.fail(f"ran {command}"))
    return tmp_path


def test_an_unchanged_environment_is_left_alone(untouched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (untouched / "bin").mkdir()
    (untouched / "bin" / "python").touch()
    (untouched / "stamp").write_text(bootstrap.fingerprint())

    bootstrap.main()

    assert capsys.readouterr().err == ""


def test_a_python_without_ensurepip_is_told_its_package(
    untouched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "find_uv", lambda: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        bootstrap.main()


def test_uv_is_taken_only_in_the_locked_version(untouched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda _: "0.0.1")

    assert bootstrap.find_uv() is None


def test_uv_is_locked_by_hash() -> None:
    assert f"uv=={bootstrap.wanted_uv()}" in bootstrap.UV_LOCK.read_text()
    assert "--hash=sha256:" in bootstrap.UV_LOCK.read_text()
