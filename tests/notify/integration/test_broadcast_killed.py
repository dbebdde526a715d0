"""Whoever walks a broadcast is killed again and again, and everybody is written to once."""

import subprocess
import sys
from collections import Counter

from chassis.clock import utc_now
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_broadcasts import MongoBroadcasts
from notify.domain.audience import Count
from notify.domain.contacts import INBOX, Language
from tests.notify import broadcasting, examples, walker
from tests.notify.broadcasting import AUTHOR, CENTRE, SECOND
from tests.support.waiting import eventually

PEOPLE = 3_000
KILLS = 4


def test_a_walk_that_is_killed_goes_on_and_writes_to_everybody_once(database, engines):
    ensure_indexes(database)
    database["contacts"].insert_many(
        {
            "_id": f"{number:032x}",
            "language": Language.ENGLISH,
            "time_zone": "Asia/Kolkata",
            "sealed": dict(examples.SEALED),
            "sequence": 1,
            "centre_id": CENTRE,
        }
        for number in range(PEOPLE)
    )
    broadcast = broadcasting.draft()
    broadcast.submit(Count(people=PEOPLE), by=AUTHOR, at=utc_now())
    broadcast.approve(by=SECOND, at=utc_now())
    kept = MongoBroadcasts(database)
    kept.add(broadcast)
    at = broadcast.plan.scheduled_at
    outward = {"broadcast_id": broadcast.id, "channel": {"$ne": INBOX}}

    command = [
        sys.executable,
        "-m",
        "tests.notify.walker",
        engines.mongodb_uri,
        database.name,
        at.isoformat(),
    ]
    for number in range(KILLS):
        walking = subprocess.Popen(command)
        enough = PEOPLE * (number + 1) // (KILLS + 2)
        eventually(lambda: database["messages"].count_documents(outward) > enough, within=30)  # noqa: B023
        walking.kill()
        walking.wait()
        assert not kept.get(broadcast.id).at_end
    while not kept.get(broadcast.id).at_end:
        walker.walking(database).run_due(at)

    written = Counter(each["member_id"] for each in database["messages"].find(outward, {"member_id": 1}))
    assert len(written) == PEOPLE == kept.get(broadcast.id).walked.people
    assert set(written.values()) == {1}
