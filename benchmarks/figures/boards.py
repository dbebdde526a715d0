"""A page of a thread with 10,000 posts, against one of a thread with 100: it is to cost the same."""

from __future__ import annotations

import random
from datetime import timedelta
from statistics import median

from benchmarks import load
from benchmarks.figures.world import member_id, tokens
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.http import encode_cursor
from chassis.ids import derived_id, new_id
from groups.adapters.mongo_posts import MongoPosts
from groups.adapters.mongo_threads import MongoThreads
from groups.adapters.post_documents import new_post
from groups.domain.moderation import Case
from groups.domain.post import Post
from groups.domain.thread import Thread

LONG, SHORT = 10_000, 100
PAGE = 20
REQUESTS = 600
MEMBERS = 100
BOARD = derived_id("board", "hope")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Read pages anywhere in either thread, one of each in turn."""
    stage.progress("boards: writing the threads")
    MongoPosts(stage.database("groups")["posts"]).ensure_indexes()
    long, short = _lay_out(stage, LONG), _lay_out(stage, SHORT)
    signed = tokens(stage, MEMBERS)
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"boards: round {number} of {rounds}")
        measured.append(_round(stage, [*zip(_pages(long, LONG), _pages(short, SHORT), strict=True)], signed))
    return [
        Figure(
            name="a page of a thread with 10,000 posts",
            unit="ms",
            goal=Goal("at most", 1.2),
            rounds=measured[1:],
            how=(
                f"The median of {REQUESTS} pages of {PAGE} posts, beginning anywhere, read through the "
                f"gateway one after the other with tokens of {MEMBERS} members. Baseline: as many of a "
                f"thread with {SHORT} posts, each just after one of the long thread. A page begins behind a "
                "number, which an index finds."
            ),
        )
    ]


def _pages(thread_id: str, size: int) -> list[str]:
    starts = random.Random(size).choices(range(size - PAGE), k=REQUESTS)
    return [f"/api/groups/threads/{thread_id}/posts?cursor={encode_cursor([start])}" for start in starts]


def _round(stage: Stage, pairs: list[tuple[str, str]], signed: list[str]) -> Round:
    requests = [
        load.get(path, {"Authorization": f"Bearer {signed[place % MEMBERS]}"})
        for place, pair in enumerate(pairs)
        for path in pair
    ]
    result = load.run(stage.platform.ports.gateway, requests, clients=1)  # so the latencies are in order
    if set(result.statuses) != {200}:
        raise RuntimeError(f"pages were to be answered by 200 alone, not by {result.statuses}")
    return Round(median(result.latencies[0::2]), median(result.latencies[1::2]))


def _lay_out(stage: Stage, size: int) -> str:
    thread_id, begun = new_id(), utc_now() - timedelta(days=30)
    posts = [
        Post(
            id=thread_id if number == 1 else new_id(),
            board_id=BOARD,
            thread_id=thread_id,
            number=number,
            author_id=member_id(number % MEMBERS),
            title="A benchmark's thread" if number == 1 else None,
            text=f"Post {number}. " + "One day at a time, and tea with the others afterwards. " * 5,
            masked={},
            created_at=begun + timedelta(minutes=number),
            case=Case(concerned=member_id(number % MEMBERS)),
        )
        for number in range(1, size + 1)
    ]
    MongoThreads(stage.database("groups")).open(
        Thread(
            id=thread_id,
            board_id=BOARD,
            author_id=posts[0].author_id,
            created_at=begun,
            last_number=size,
            last_at=posts[-1].created_at,
        )
    )
    stage.database("groups")["posts"].insert_many([new_post(each) for each in posts])
    return thread_id
