"""`hamrah up`: start the platform in this terminal, show where everything is, and stop it at Ctrl-C."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from hamrah.local import preflight
from hamrah.local.child import ChildFailed
from hamrah.local.engine import LOCALHOST
from hamrah.local.platform import Platform
from hamrah.local.ports import Ports
from hamrah.local.processes import Layout, environment_of

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_INTERRUPTED = 130
_BETWEEN_LOOKS = 1.0  # seconds
_NEXT = """
Try next, in another terminal:
  [bold]make demo[/bold]                  the story, up to the text and the e-mail
  [bold].venv/bin/hamrah records[/bold]   what travelled over Kafka
  [bold].venv/bin/hamrah admin[/bold]     centres and the people who act for them
Ctrl-C here stops everything; nothing is lost."""


def up(directory: Path, console: Console) -> int:
    """Run the platform until it is told to stop; return the exit code."""
    for number in _SIGNALS:
        signal.signal(number, signal.default_int_handler)
    platform = Platform(directory, Ports.from_env())
    code, said = 0, ""
    try:
        _start(platform, console)
        _until_interrupted(platform)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except preflight.PreflightFailed as missing:
        platform.stop()
        console.print(str(missing), style="red", highlight=False, markup=False, soft_wrap=True)
        return 1
    except ChildFailed as failure:
        code, said = 1, str(failure)
    _stop(platform, console)
    if said:
        console.print(said, style="red", highlight=False, markup=False, soft_wrap=True)
    return code


def _start(platform: Platform, console: Console) -> None:
    """Start everything, and show where it is and what to try next."""
    started = time.monotonic()
    with _progress_of(platform, console, "Looking at this machine"):
        platform.claim()
        preflight.check(platform.directory, platform.ports)
        platform.start()
        load_demo_data_once(platform)
    platform.progress = lambda said: console.print(said, highlight=False)
    console.print(f"Hamrah runs, after {time.monotonic() - started:.1f} s.")
    console.print(addresses(platform.layout))
    console.print(_NEXT, highlight=False)


@contextmanager
def _progress_of(platform: Platform, console: Console, first: str) -> Iterator[None]:
    with console.status(f"{first} …") as status:

        def show(step: str) -> None:
            status.update(f"{step} …")
            if not console.is_terminal:
                console.print(f"{step} …", highlight=False)

        platform.progress = show
        yield


def _until_interrupted(platform: Platform) -> None:
    try:
        while not threading.Event().wait(_BETWEEN_LOOKS):
            platform.look_after_engines()
    except KeyboardInterrupt:
        return


def _stop(platform: Platform, console: Console) -> None:
    """Stop everything; a second Ctrl-C does not leave half of it behind."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    with _progress_of(platform, console, "Stopping"):
        platform.stop()
    console.print("Everything is stopped; the data is kept for the next start.")


def load_demo_data_once(platform: Platform) -> None:
    """Load the demo's centres and meetings into a new platform."""
    marker = platform.layout.data / "demo-data-loaded"
    if marker.exists():
        return
    platform.progress("Loading the demo data, once")
    take_settings("alumni", platform.layout)
    from hamrah.demo.data import load

    load(gateway=platform.url, sandbox=platform.ports.url("sandbox"), say=platform.progress)
    marker.touch()


def take_settings(service: str, layout: Layout) -> None:
    """Give this process the settings of a service of the local platform, where it has none."""
    for name, value in environment_of(service, layout).items():
        os.environ.setdefault(name, value)


def addresses(layout: Layout) -> Table:
    """The one table of addresses."""
    table = Table(show_header=False, title="Hamrah on this machine", title_justify="left")
    url = layout.public_url
    sandbox = layout.ports.url("sandbox")
    for name, address in [
        ("Gateway", url),
        ("API documentation", f"{url}/api/docs"),
        ("Help lines", f"{url}/api/help"),
        ("Phone (sandbox)", f"{sandbox}/phone"),
        ("Mailbox (sandbox)", f"{sandbox}/mailbox"),
        ("Metrics", _metrics(layout.ports)),
        ("Logs", str(layout.logs)),
    ]:
        table.add_row(name, address)
    return table


def _metrics(ports: Ports) -> str:
    apis = [ports.alumni, ports.groups, ports.notify, ports.web]
    others = [
        ports.alumni_worker,
        ports.groups_relay,
        ports.groups_worker,
        ports.notify_consumer,
        ports.notify_sender,
    ]
    return f"http://{LOCALHOST}:PORT/metrics for {', '.join(map(str, [*apis, *others]))}"
