"""What must be true before anything is started; each missing thing is one sentence that says what to do."""

import errno
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from hamrah.local.child import ChildFailed
from hamrah.local.engine import LOCALHOST
from hamrah.local.mongod import find_mongod
from hamrah.local.ports import Ports, variable

NEEDED_BYTES = 2 * 1024**3
_PACKAGES = {
    "libcurl.so.4": "libcurl4",
    "liblzma.so.5": "liblzma5",
    "libssl.so.3": "libssl3",
    "libcrypto.so.3": "libssl3",
}


class PreflightFailed(Exception):
    """Something the platform needs is missing; the message is one sentence that says what to do."""


def check(directory: Path, ports: Ports) -> None:
    """Raise PreflightFailed for the first thing that would keep the platform from starting."""
    check_machine()
    check_disk(directory)
    check_ports(ports)
    if "HAMRAH_MONGODB_URI" not in os.environ:
        check_mongod_libraries()


def check_machine() -> None:
    """The embedded engines are built for one kind of machine."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise PreflightFailed(
            "The embedded engines run on x86-64 Linux, and this machine is "
            f"{platform.machine()} {platform.system()}; use the containers: docker compose up --build --wait."
        )


def check_disk(directory: Path) -> None:
    """Engines that run out of disk damage what they hold."""
    existing = next(each for each in [directory, *directory.parents] if each.exists())
    free = shutil.disk_usage(existing).free
    if free < NEEDED_BYTES:
        raise PreflightFailed(
            f"Only {free / 1024**3:.1f} GB are free at {existing}, and Hamrah needs 2 GB; free some space."
        )


def check_ports(ports: Ports) -> None:
    """A taken port is named with its user, as far as the system tells, and the setting that avoids it."""
    for name, port in ports:
        if _is_taken(port):
            owner = owner_of(port)
            raise PreflightFailed(
                f"Port {port}, for {name}, is taken{f' by {owner}' if owner else ''}; "
                f"end that program or set {variable(name)} to another port."
            )


def _is_taken(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def owner_of(port: int) -> str | None:
    """Name the program that listens on this port, where this user may know it."""
    sockets = _listening_sockets(port)
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.readlink().name in sockets:
                process = link.parents[1]
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
        except OSError:
            continue  # It ended meanwhile, or belongs to somebody else.
    return None


def _listening_sockets(port: int) -> set[str]:
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        if (file := Path("/proc/net") / table).exists()
        for line in file.read_text().splitlines()[1:]
    ]
    listening = "0A"
    return {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == listening}


def check_mongod_libraries() -> None:
    """mongod links a few libraries of the system; a missing one is named with its package."""
    try:
        mongod = find_mongod()
    except ChildFailed as failure:
        raise PreflightFailed(str(failure)) from failure
    listed, complaint = _what_the_loader_finds(mongod)
    missing = sorted(set(re.findall(r"(\S+) => not found", listed)))
    if missing:
        packages = " ".join(sorted({_PACKAGES.get(name, name) for name in missing}))
        raise PreflightFailed(
            f"mongod needs {', '.join(missing)}, which this system lacks; "
            f"install it (Debian, Ubuntu: sudo apt-get install {packages}) or set HAMRAH_MONGODB_URI."
        )
    if "version `" in complaint:
        raise PreflightFailed(
            f"mongod does not run on this system ({complaint.strip().splitlines()[0]}); "
            "install MongoDB's own mongod, or set HAMRAH_MONGODB_URI."
        )


def _what_the_loader_finds(program: Path) -> tuple[str, str]:
    """Let the loader list a program's libraries instead of running it, as ldd does."""
    done = subprocess.run(
        [str(program)],
        env={**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, done.stderr
