"""A sandbox of the tests' own: a real process on free ports."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

from tests.support.waiting import eventually

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "a-token-of-the-tests"
ADDRESS_TOKEN = "a-token-in-an-address"
EXOTEL_ACCOUNT, EXOTEL_KEY = "hamrah1", "a-key"


class World:
    """One sandbox, with the calls that tests make."""

    def __init__(self, directory: Path, **settings: str) -> None:
        self._directory = directory
        self.http_port, self.smtp_port, self.imap_port = free_port(), free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http_port}"
        self.messages_url = f"{self.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        secrets = directory / "secrets"
        secrets.mkdir(parents=True)
        for name in ("sms-auth-token", "msg91-authkey", "exotel-token", "bounces-password"):
            (secrets / name).write_text(TOKEN + "\n")
        for name in ("msg91-webhook-token", "exotel-webhook-token"):
            (secrets / name).write_text(ADDRESS_TOKEN + "\n")
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "HAMRAH_SANDBOX_BIND": f"127.0.0.1:{self.http_port}",
            "HAMRAH_SANDBOX_SMTP_BIND": f"127.0.0.1:{self.smtp_port}",
            "HAMRAH_SANDBOX_IMAP_BIND": f"127.0.0.1:{self.imap_port}",
            "HAMRAH_SANDBOX_DIR": str(directory / "data"),
            "HAMRAH_SMS_ACCOUNT_SID": ACCOUNT,
            "HAMRAH_EXOTEL_ACCOUNT_SID": EXOTEL_ACCOUNT,
            "HAMRAH_EXOTEL_API_KEY": EXOTEL_KEY,
            "HAMRAH_SECRETS_DIR": str(secrets),
            **settings,
        }

    def start(self) -> None:
        """Start the process and wait until it answers."""
        self.log = (self._directory / "sandbox.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sandbox"], env=self._environment, stdout=self.log, stderr=self.log
        )
        eventually(lambda: requests.get(f"{self.url}/health", timeout=1).ok)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop the process; return its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=10)
        self.log.close()
        return code

    def log_text(self) -> str:
        """Return everything that the process has written."""
        return (self._directory / "sandbox.log").read_text()

    def send(self, to: str, body: str = "Hello", **fields: str) -> requests.Response:
        """Ask the provider to send one text."""
        form = {"To": to, "From": "HAMRAH", "Body": body, **fields}
        return requests.post(self.messages_url, data=form, auth=(ACCOUNT, TOKEN), timeout=10)

    def find(self, **query: str | int) -> dict[str, Any]:
        """List the provider's messages."""
        answer = requests.get(self.messages_url, params=query, auth=(ACCOUNT, TOKEN), timeout=10)
        answer.raise_for_status()
        return dict(answer.json())

    def get(self, path: str, **query: str | int) -> Any:
        """Return what the sandbox tells programs."""
        answer = requests.get(self.url + path, params=query, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def behave(self, **control: dict[str, object]) -> requests.Response:
        """Tell the sandbox how to behave."""
        return requests.put(f"{self.url}/api/control", json=control, timeout=10)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
