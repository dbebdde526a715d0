"""The mailbox over IMAP: as much of RFC 3501 as it takes to read what came back and to mark it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

from sandbox.config import Address
from sandbox.returns import Returns

USER = "bounces"
LONGEST_LINE = 8_192

_LOGIN = re.compile(r'"?([^"\s]+)"?\s+"?([^"\s]*)"?\s*$')
_FETCH = re.compile(r"(\d+)\s+\(?BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?\)?", re.IGNORECASE)
_STORE = re.compile(r"(\d+)\s+\+FLAGS(?:\.SILENT)?\s+\(?([^)]*)\)?", re.IGNORECASE)


class Session:
    """One client."""

    def __init__(self, returns: Returns, password: str) -> None:
        self._returns = returns
        self._password = password
        self._signed_in = False

    def answer(self, line: str) -> Iterator[bytes]:
        """Give what is said to one command, its tagged last line at the end."""
        tag, _, rest = line.partition(" ")
        name, _, given = rest.partition(" ")
        if name.upper() == "UID":
            name, _, given = given.partition(" ")
        handler = getattr(self, f"_{name.lower()}", None)
        if handler is None or not (
            self._signed_in or name.upper() in ("CAPABILITY", "LOGIN", "NOOP", "LOGOUT")
        ):
            yield f"{tag} BAD {name} is not understood here\r\n".encode()
            return
        said: list[bytes] | None = handler(given)
        yield from said or []
        yield f"{tag} {'NO' if said is None else 'OK'} {name}\r\n".encode()

    def _capability(self, _given: str) -> list[bytes]:
        return [b"* CAPABILITY IMAP4rev1\r\n"]

    def _noop(self, _given: str) -> list[bytes]:
        return []

    def _logout(self, _given: str) -> list[bytes]:
        return [b"* BYE\r\n"]

    def _login(self, given: str) -> list[bytes] | None:
        found = _LOGIN.match(given)
        self._signed_in = bool(found) and found.groups() == (USER, self._password) if found else False
        return [] if self._signed_in else None

    def _select(self, _given: str) -> list[bytes]:
        count = len(self._returns.uids(unseen=False))
        return [f"* {count} EXISTS\r\n".encode(), b"* 0 RECENT\r\n", b"* OK [UIDVALIDITY 1]\r\n"]

    def _search(self, given: str) -> list[bytes]:
        uids = self._returns.uids(unseen="UNSEEN" in given.upper())
        return [f"* SEARCH {' '.join(map(str, uids))}".rstrip().encode() + b"\r\n"]

    def _fetch(self, given: str) -> list[bytes] | None:
        found = _FETCH.match(given)
        content = self._returns.content(int(found[1])) if found else None
        if found is None or content is None:
            return None if found is None else []
        start, length = int(found[2] or 0), int(found[3] or len(content))
        part = content[start : start + length]
        head = f"* 1 FETCH (UID {found[1]} BODY[]<{start}> {{{len(part)}}}\r\n".encode()
        return [head, part, b")\r\n"]

    def _store(self, given: str) -> list[bytes] | None:
        found = _STORE.match(given)
        if not found:
            return None
        self._returns.flag(int(found[1]), found[2])
        return []


async def serve_imap(address: Address, returns: Returns, password: str) -> asyncio.Server:
    """Listen for IMAP."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = Session(returns, password)
        writer.write(b"* OK sandbox\r\n")
        try:
            while line := (await reader.readline()).decode("ascii", "replace").strip():
                writer.writelines(session.answer(line))
                await writer.drain()
                if line.split(" ")[1:2] in (["LOGOUT"], ["logout"]):
                    break
        except (ConnectionError, ValueError):
            pass  # The client is gone, or sent a line without an end.
        finally:
            writer.close()

    return await asyncio.start_server(converse, address.host, address.port, limit=LONGEST_LINE)
