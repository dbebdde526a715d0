"""The proof that somebody is erased: every value of every database and topic is searched for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from kafka import KafkaConsumer, TopicPartition
from pymongo import MongoClient
from pymongo.database import Database

DATABASES = ("alumni", "groups", "notify")
# Where the bare id of somebody who went may stay: what was done, and that they went.
KEEPS_THE_ID = frozenset({"alumni.audit", "alumni.erasures"})
THE_ID = "the id"
_QUIET_AFTER_MS = 1000
_Raw = CodecOptions(document_class=RawBSONDocument)


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Something of the person that was found; never the value itself."""

    what: str
    where: str


@dataclass(kw_only=True)
class Proof:
    """What was searched, and what was found."""

    collections: int = 0
    documents: int = 0
    bytes: int = 0
    topics: int = 0
    records: int = 0
    traces: list[Trace] = field(default_factory=list)
    kept: list[Trace] = field(default_factory=list)  # the bare id, where it may stay

    @property
    def holds(self) -> bool:
        """Tell whether nothing was found that should be gone."""
        return not self.traces

    def lines(self) -> Iterator[str]:
        """Say it for a person to read."""
        yield (
            f"searched {self.documents} documents ({self.bytes} bytes) in {self.collections} collections, "
            f"and {self.records} records in {self.topics} topics"
        )
        yield from (f"kept as it may be: {each.what} in {each.where}" for each in self.kept)
        yield from (f"FOUND {each.what} in {each.where}" for each in self.traces)
        if self.holds:
            yield "nothing else of this person was found"


class Search:
    """Looks for one person: by the bare id, and by whatever texts are known to be theirs.

    `texts` names each text by what it is, such as "phone" or "handle"; the names are shown, the texts never.
    """

    def __init__(self, member_id: str, texts: Mapping[str, str] | None = None) -> None:
        known = {THE_ID: member_id, **(texts or {})}
        self._wanted = {name: text.encode() for name, text in known.items() if text}
        self._longest = max(map(len, self._wanted.values()))
        self.proof = Proof()

    def databases(self, databases: Iterable[Database[dict[str, Any]]]) -> None:
        """Search every document of every collection as it is stored, files in GridFS among them."""
        for database in databases:
            for name in sorted(database.list_collection_names()):
                self._collection(database, name)

    def topics(self, bootstrap: str, names: Sequence[str] | None = None) -> None:
        """Search every record of our topics from the beginning: key, value and headers.

        Topics hold random ids alone; of an id nothing is left that says whose it was, so only texts count.
        """
        consumer = KafkaConsumer(
            bootstrap_servers=bootstrap.split(","),
            enable_auto_commit=False,
            consumer_timeout_ms=_QUIET_AFTER_MS,
        )
        try:
            mine = [each for each in sorted(consumer.topics()) if _is_ours(each, names)]
            self.proof.topics += len(mine)
            for record in _everything(consumer, mine):
                self.proof.records += 1
                headers = (value for _, value in record.headers if value)
                content = b"\0".join((record.key or b"", record.value or b"", *headers))
                self._look(content, f"{record.topic}/{record.partition}@{record.offset}", topic=True)
        finally:
            consumer.close()

    def _collection(self, database: Database[dict[str, Any]], name: str) -> None:
        self.proof.collections += 1
        collection: Any = database.get_collection(name, codec_options=_Raw)
        is_chunks = name.endswith(".chunks")
        order = [("files_id", 1), ("n", 1)] if is_chunks else [("_id", 1)]
        tail = b""
        for document in collection.find({}).sort(order).allow_disk_use(True):
            raw = document.raw
            self.proof.documents += 1
            self.proof.bytes += len(raw)
            place = f"{database.name}.{name}"
            self._look(raw, f"{place} {document['_id']}", place)
            if is_chunks:  # A text may lie across two pieces of a file.
                window = tail + bytes(document["data"])
                self._look(window, f"{place} {document['_id']}", place)
                tail = window[-self._longest :]

    def _look(self, content: bytes, where: str, place: str = "", *, topic: bool = False) -> None:
        for name, text in self._wanted.items():
            if text not in content or (topic and name == THE_ID):
                continue
            may_stay = name == THE_ID and _of_service(place) in KEEPS_THE_ID
            (self.proof.kept if may_stay else self.proof.traces).append(Trace(what=name, where=where))


def prove(mongodb_uri: str, bootstrap: str, member_id: str, texts: Mapping[str, str] | None = None) -> Proof:
    """Search the platform for somebody who was erased."""
    search = Search(member_id, texts)
    client: MongoClient[dict[str, Any]] = MongoClient(mongodb_uri, tz_aware=True)
    try:
        search.databases(client[name] for name in DATABASES)
    finally:
        client.close()
    search.topics(bootstrap)
    return search.proof


def _of_service(place: str) -> str:
    """Name a collection by its service, whatever a test calls the database."""
    database, _, collection = place.partition(".")
    return f"{database.rpartition('-')[2]}.{collection}"


def _is_ours(topic: str, names: Sequence[str] | None) -> bool:
    return topic in names if names is not None else topic.partition(".")[0] in DATABASES


def _everything(consumer: KafkaConsumer, topics: Sequence[str]) -> Iterator[Any]:
    parts = [
        TopicPartition(name, part) for name in topics for part in consumer.partitions_for_topic(name) or ()
    ]
    if not parts:
        return
    consumer.assign(parts)
    consumer.seek_to_beginning(*parts)
    ends = consumer.end_offsets(parts)
    for part in parts:
        consumer.position(part)
    while any(consumer.position(part) < ends[part] for part in parts):
        for records in consumer.poll(timeout_ms=_QUIET_AFTER_MS).values():
            yield from records
