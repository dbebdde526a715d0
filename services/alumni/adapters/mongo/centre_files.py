"""The contents of centres' documents on GridFS, each under its document's id."""

from contextlib import suppress
from typing import Any

from gridfs import GridFSBucket, NoFile
from pymongo.database import Database


class MongoCentreFiles:
    """Contents in the bucket `centre_files`; names and types are kept with the centre."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._bucket = GridFSBucket(database, bucket_name="centre_files")

    def put(self, document_id: str, content: bytes) -> None:
        """Store a content under a new id."""
        self._bucket.upload_from_stream_with_id(document_id, document_id, content)

    def get(self, document_id: str) -> bytes | None:
        """Load a content."""
        try:
            return self._bucket.open_download_stream(document_id).read()
        except NoFile:
            return None

    def remove(self, document_id: str) -> None:
        """Remove a content; one that is gone stays so."""
        with suppress(NoFile):
            self._bucket.delete(document_id)
