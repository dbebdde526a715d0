"""Make the locked environment `.venv` on a machine that has nothing but Python 3.11 or newer.

Standard library only. Installs uv into `.local/tools`, the packages that requirements/dev.txt locks by
hash, and the project itself as editable; does nothing when all of that is unchanged.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
TOOLS = ROOT / ".local" / "tools"
LOCK = ROOT / "requirements" / "dev.txt"
UV_LOCK = ROOT / "requirements" / "uv.txt"
STAMP = VENV / "hamrah-stamp"


def main() -> None:
    """Bring the environment up to date; exit with one sentence when that cannot be done."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python runs this to learn it is too old.
        version = sys.version.split()[0]
        sys.exit(f"Hamrah needs Python 3.11 or newer, and this is {version}; run: make PYTHON=python3.11 ...")
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and (VENV / "bin" / "python").exists():
        return
    started = time.monotonic()
    say("Preparing the environment, once (a minute or two) ...")
    uv = find_uv() or install_uv()
    if not works(VENV / "bin" / "python"):
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV))
    pip = (uv, "pip")
    python = ("--python", str(VENV / "bin" / "python"))
    # Eleven processes load the same packages at each start, also where Python may write no bytecode itself.
    run(*pip, "sync", *python, "--require-hashes", "--compile-bytecode", str(LOCK))
    editable = ("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    run(*pip, "install", "--quiet", *python, *editable)
    STAMP.write_text(wanted)
    say(f"The environment is ready, after {time.monotonic() - started:.0f} s.")


def fingerprint() -> str:
    """Return what the environment is made of, as one line."""
    digest = hashlib.sha256()
    for file in (LOCK, UV_LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(file.read_bytes())
    return f"{digest.hexdigest()} {ROOT}"


def find_uv() -> str | None:
    """Return the uv of the locked version, from our tools or PATH, if there is one."""
    for candidate in (str(TOOLS / "bin" / "uv"), shutil.which("uv")):
        if candidate and version_of(candidate) == wanted_uv():
            return candidate
    return None


def wanted_uv() -> str:
    """Return the version of uv that requirements/uv.txt locks."""
    line = next(line for line in UV_LOCK.read_text().splitlines() if line.startswith("uv=="))
    return line.split("==")[1].split()[0]


def version_of(uv: str) -> str | None:
    """Return a uv's version, or None where it does not run."""
    try:
        told = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return told.split()[1]


def install_uv() -> str:
    """Install uv into our tools, by its hash."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        sys.exit(
            "This Python cannot make virtual environments; install the package for that "
            "(Debian, Ubuntu: sudo apt-get install python3-venv) and run make again."
        )
    say("Installing uv ...")
    run(sys.executable, "-m", "venv", "--clear", str(TOOLS))
    pip = (str(TOOLS / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--require-hashes", "--requirement", str(UV_LOCK))
    return str(TOOLS / "bin" / "uv")


def works(python: Path) -> bool:
    """Tell whether this interpreter runs and is new enough."""
    try:
        check = "import sys; sys.exit(sys.version_info < (3, 11))"
        return subprocess.run([str(python), "-c", check], check=False).returncode == 0
    except OSError:
        return False


def run(*command: str) -> None:
    """Run a command with its own progress; end with its words when it fails."""
    done = subprocess.run(command, check=False, env={**os.environ, "VIRTUAL_ENV": str(VENV)})
    if done.returncode != 0:
        sys.exit("The environment could not be prepared: the command above failed; see its message.")


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
