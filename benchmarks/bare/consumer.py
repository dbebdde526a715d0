"""The baseline of notify: one loop that polls, inserts a document and posts to the provider, one by one."""

from __future__ import annotations

import json
import sys
from urllib.parse import urlencode

import urllib3
from pymongo import MongoClient

from chassis.config import PlatformSettings
from chassis.kafka import consumer

TOPIC = "bench.registration"


def main(url: str) -> None:
    """Do so until ended."""
    settings = PlatformSettings.from_env("groups")
    documents = MongoClient[dict[str, object]](settings.mongodb_uri, w="majority")["bare"]["messages"]
    http = urllib3.PoolManager(headers={"Content-Type": "application/x-www-form-urlencoded"})
    source = consumer(settings, "bench", [TOPIC])
    while True:
        for records in source.poll(timeout_ms=500).values():
            for record in records:
                fact = json.loads(record.value)
                documents.insert_one({"_id": fact["registration_id"], **fact})
                form = {
                    "To": "+917000000000",
                    "From": "HAMRAH",
                    "Body": f"Your place on {fact['starts_at']} is confirmed.",
                    "StatusCallback": f"{settings.public_url}/{fact['registration_id']}",
                }
                http.request("POST", url, body=urlencode(form))
            source.commit_async()


if __name__ == "__main__":
    main(sys.argv[1])
