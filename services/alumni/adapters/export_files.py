"""The files of exports in GridFS: JSON for programs, and a page for the person."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from html import escape
from typing import Any

from gridfs import GridFSBucket, GridIn
from gridfs.errors import NoFile
from pymongo.database import Database

from alumni.domain.errors.export import ExportUnknown
from alumni.domain.export import REDISCLOSURE
from alumni.ports.export import Rows
from chassis.clock import to_rfc3339

DATA, PAGE = "data.json", "page.html"
BUCKET = "exports"
PIECE = 256 * 1024
_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Everything about me</title>
<meta name="viewport" content="width=device-width"><style>
body{font:16px/1.5 sans-serif;margin:1rem auto;max-width:50rem;padding:0 1rem}
table{border-collapse:collapse;margin:0 0 1rem;width:100%}
th,td{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:12rem;font-weight:normal;color:#444}</style><h1>Everything about me</h1>
"""


class _Written:
    """Both files while they are written; a comma stands before all but the first of each level."""

    def __init__(self, data: GridIn, page: GridIn) -> None:
        self._data, self._page = data, page
        self._service: str | None = None
        self._records = 0

    def start(self, member_id: str, at: datetime) -> None:
        """Write what stands above everything."""
        about = {"notice": REDISCLOSURE, "made_at": to_rfc3339(at), "member_id": member_id}
        self._data.write((json.dumps(about)[:-1] + ', "services": {').encode())
        self._page.write(f"{_HEAD}<p>{to_rfc3339(at)}</p><p>{escape(REDISCLOSURE)}</p>".encode())

    def begin(self, service: str, collection: str) -> None:
        """Go on with another collection."""
        if service != self._service:
            opening = "" if self._service is None else "]}, "
            self._data.write(f"{opening}{json.dumps(service)}: {{{json.dumps(collection)}: [".encode())
            self._page.write(f"<h2>{escape(service)}</h2>".encode())
        else:
            self._data.write(f"], {json.dumps(collection)}: [".encode())
        self._service, self._records = service, 0
        self._page.write(f"<h3>{escape(collection)}</h3>".encode())

    def add(self, rows: Rows) -> None:
        """Write some records of it."""
        if not rows:
            return
        texts = (json.dumps(row, ensure_ascii=False) for row in rows)
        self._data.write((", " if self._records else "").encode() + ", ".join(texts).encode())
        self._page.write("".join(map(_table, rows)).encode())
        self._records += len(rows)

    def end(self) -> None:
        """Write what stands below everything."""
        self._data.write(("}}" if self._service is None else "]}}}").encode())
        self._page.write(b"</html>\n")


class GridFSFiles:
    """The ExportFiles port on the bucket `exports`."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._bucket = GridFSBucket(database, BUCKET)

    @contextmanager
    def writing(self, export_id: str, member_id: str, at: datetime) -> Iterator[_Written]:
        """Write both files anew; a file that was not finished is not there."""
        self.remove(export_id)
        with ExitStack() as files:
            data, page = (
                files.enter_context(self._bucket.open_upload_stream_with_id(_id(export_id, name), name))
                for name in (DATA, PAGE)
            )
            written = _Written(data, page)
            written.start(member_id, at)
            yield written
            written.end()

    def read(self, export_id: str, name: str) -> Iterator[bytes]:
        """Read a file piece by piece."""
        try:
            stream = self._bucket.open_download_stream(_id(export_id, name))
        except NoFile:
            raise ExportUnknown from None
        return iter(lambda: stream.read(PIECE), b"")

    def remove(self, export_id: str) -> None:
        """Remove both files."""
        for name in (DATA, PAGE):
            try:
                self._bucket.delete(_id(export_id, name))
            except NoFile:
                continue


def _id(export_id: str, name: str) -> str:
    return f"{export_id}/{name}"


def _table(row: Mapping[str, Any]) -> str:
    lines = (f"<tr><th>{escape(name)}<td>{_cell(value)}" for name, value in row.items())
    return f"<table>{''.join(lines)}</table>"


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return escape(value)
    return escape(json.dumps(value, ensure_ascii=False))
