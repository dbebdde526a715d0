"""The search that proves an erasure: it finds what is there, wherever it lies."""

from typing import Any

from gridfs import GridFSBucket
from kafka import KafkaProducer
from pymongo.database import Database

from chassis.ids import new_id
from chassis.kafka import Topic, ensure_topics
from hamrah.proof import THE_ID, Search

TEXT = "words that somebody wrote"


def found(search: Search) -> set[str]:
    return {each.what for each in search.proof.traces}


def test_a_text_is_found_in_any_value_however_deep(database: Database[dict[str, Any]]):
    database["things"].insert_one({"_id": new_id(), "a": [{"b": {"c": f"before {TEXT} behind"}}]})
    search = Search(new_id(), {"a text": TEXT})

    search.databases([database])

    assert found(search) == {"a text"}
    assert TEXT not in "".join(search.proof.lines())


def test_a_text_across_two_pieces_of_a_file_is_found(database: Database[dict[str, Any]]):
    bucket = GridFSBucket(database, "files", chunk_size_bytes=16)
    bucket.upload_from_stream("a file", b"..........." + TEXT.encode() + b"...")
    search = Search(new_id(), {"a text": TEXT})

    search.databases([database])

    assert found(search) == {"a text"}


def test_the_bare_id_may_stay_in_the_records_of_what_was_done(database: Database[dict[str, Any]]):
    member_id = new_id()
    database["sessions"].insert_one({"member_id": member_id})
    alumni = database.client[f"{database.name}-alumni"]
    alumni["audit"].insert_one({"about": member_id})
    try:
        search = Search(member_id)
        search.databases([database, alumni])
    finally:
        database.client.drop_database(alumni)

    assert [each.what for each in search.proof.kept] == [THE_ID]
    assert found(search) == {THE_ID}
    assert not search.proof.holds


def test_texts_are_found_in_records_and_ids_alone_are_not_held_against_them(engines: Any):
    topic, member_id = f"alumni.proof-{new_id()}", new_id()
    ensure_topics(engines.kafka_bootstrap, [Topic(name=topic, partitions=2, retention_ms=3_600_000)], 1)
    sender = KafkaProducer(bootstrap_servers=engines.kafka_bootstrap)
    for key, value in ((member_id, member_id), ("k", TEXT)):
        sender.send(topic, key=key.encode(), value=value.encode(), headers=[("ce_id", b"1")])
    sender.close()
    search = Search(member_id, {"a text": TEXT})

    search.topics(engines.kafka_bootstrap, [topic])

    assert search.proof.records == 2
    assert found(search) == {"a text"}
