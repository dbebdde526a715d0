"""`hamrah records` shows what travelled, and never a sealed value."""

import json

from kafka import KafkaProducer

from hamrah.records import as_line, recent
from hamrah.topics import create_topics
from tests.support.engines import Engines

JOINED = {
    "member_id": "a" * 32,
    "sealed_contact": "SEALED",
    "contacts": [{"channel": "sms", "sealed_contact": "SEALED"}],
}


def test_records_are_shown_in_order_without_sealed_values(engines: Engines) -> None:
    create_topics(engines.kafka_bootstrap)
    producer = KafkaProducer(bootstrap_servers=engines.kafka_bootstrap)
    headers = [("ce_type", b"alumni.member.joined.v1")]
    for key in (b"first", b"second"):
        sent = producer.send("alumni.member", json.dumps(JOINED).encode(), key=key, headers=headers)
        sent.get(timeout=10)
    producer.send("notify.dlq", b"\\xff not json", key=b"third").get(timeout=10)
    producer.close(timeout=5)

    seen = recent(engines.kafka_bootstrap, last=3)

    assert [record.key for record in seen] == ["first", "second", "third"]
    assert seen[0].type == "alumni.member.joined.v1"
    assert seen[0].data == {"member_id": "a" * 32, "contacts": [{"channel": "sms"}]}
    assert "SEALED" not in "".join(map(as_line, seen))
