"""Three SMS providers behind one server, and none of them behaves: what they take, arrives all the same."""

from __future__ import annotations

import json
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.notify.shapes import EXOTEL, MSG91, TWILIO, Shape, Text

SHAPES = {"twilio": TWILIO, "msg91": MSG91, "exotel": EXOTEL}
HANGS = 3  # texts of each provider that are taken without any answer; a sender waits ten seconds for each

# What becomes of one call, and how often in a thousand.
FATES = {
    "good": 860,
    "taken, connection reset": 30,
    "taken, answered 500": 25,
    "taken, answered nonsense": 20,
    "not taken, answered 500": 20,
    "not taken, connection reset": 20,
    "not taken, answered 503": 20,
    "not taken, answered 429": 5,
}

Took = Callable[[str, str, str], None]
"""Hears of each text that a provider took: the provider, our message's id and the provider's."""


@dataclass
class Rough:
    """What the providers took and how they behaved."""

    took: Took
    dice: random.Random
    url: str = ""
    texts: list[tuple[str, Text]] = field(default_factory=list)
    fates: dict[str, int] = field(default_factory=dict)
    hangs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SHAPES, HANGS))
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fate(self, provider: str) -> str:
        """Throw the dice for one call."""
        with self.lock:
            fate = self.dice.choices(list(FATES), list(FATES.values()))[0]
            if fate == "taken, connection reset" and self.hangs[provider]:
                self.hangs[provider] -= 1
                fate = "taken, never answered"
            self.fates[fate] = self.fates.get(fate, 0) + 1
            return fate

    def take(self, provider: str, text: Text) -> Text:
        """Let a text arrive."""
        with self.lock:
            sid = f"{provider}-{len(self.texts):06d}"
            taken = {**text, "sid": sid, "created": format_datetime(datetime.now(UTC))}
            self.texts.append((provider, taken))
        self.took(provider, message_of(taken), sid)
        return taken

    def taken_by(self, provider: str) -> list[Text]:
        """List the texts of one provider."""
        with self.lock:
            return [text for name, text in self.texts if name == provider]


def message_of(text: Text) -> str:
    """Name our message that a text is."""
    if "CRQID" in text:
        return text["CRQID"]
    callback = text["StatusCallback"]
    return callback.rpartition("/")[2] if "/sms/" in callback else callback.split("/")[-2]


class _Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    rough: Rough

    def do_POST(self) -> None:
        promised = int(self.headers["Content-Length"] or 0)
        body = self.rfile.read(promised).decode()
        if len(body.encode()) < promised:  # Its sender was killed: nobody takes half a text.
            self.close_connection = True
            return
        name, shape = self._provider()
        if not shape.sends(self.path):
            self._answer(200, shape.listing(self.path, self.rough.taken_by(name)))
            return
        fate = self.rough.fate(name)
        taken = None if fate.startswith("not taken") else self.rough.take(name, shape.read(body))
        self._behave(fate, shape, taken)

    def do_GET(self) -> None:
        name, shape = self._provider()
        self._answer(200, shape.listing(self.path, self.rough.taken_by(name)))

    def _provider(self) -> tuple[str, Shape]:
        name = self.path.split("/")[1]
        self.path = self.path.removeprefix(f"/{name}")
        return name, SHAPES[name]

    def _behave(self, fate: str, shape: Shape, taken: Text | None) -> None:
        said = fate.rpartition(", ")[2]
        if said == "connection reset":
            self._reset()
        elif said == "never answered":
            self.rough.over.wait(30)
            self._reset()
        elif said == "answered nonsense":
            self._answer(200, ["<html>"])
        elif said.startswith("answered "):
            self._answer(int(said.removeprefix("answered ")), shape.refusal(500))
        else:
            self._answer(shape.taken, shape.answer(taken or {}))

    def _reset(self) -> None:
        # Without lingering, closing sends a reset instead of a farewell.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def _answer(self, status: int, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of a sender that was killed in the middle of a call."""


@contextmanager
def serve(took: Took, dice: random.Random) -> Iterator[Rough]:
    """Serve all three on a free port of 127.0.0.1, each under its own name, until the end of the block."""
    rough = Rough(took, dice)
    api = type("Api", (_Api,), {"rough": rough})
    server = _Server(("127.0.0.1", 0), api)
    rough.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield rough
    finally:
        rough.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
