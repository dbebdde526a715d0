"""Registrations a second: through Envoy, token, validation and event, against a bare route that inserts."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import load
from benchmarks.figures.world import lay_out, member_id, occurrence, tokens
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage, wait_for
from chassis.outboxes import MongoOutboxes

CLIENTS = 32
REQUESTS = 2_000
OCCURRENCES = 1_000
MEMBERS = 300
POPULAR_SEATS = 1_000  # the most there are; those who come later queue
NOT_MEASURED = ("notify.consumer", "notify.sender")

_SETTING = (
    "{requests:,} registrations a round by {clients} clients at once, after one round to warm up, "
    "alternating with the baseline, whose gunicorn has one gevent worker too, no gateway before it, and the "
    "same write concern. The relay runs and Kafka takes the events; notify's consumer and sender, which have "
    "figures of their own, do not run."
)


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Measure both: spread over 1,000 occurrences, and all for one popular meeting."""
    stage.stop(*NOT_MEASURED)
    signed = tokens(stage, REQUESTS)
    spread = _alternate(stage, rounds, "spread", signed)
    popular = _alternate(stage, rounds, "popular", signed)
    setting = _SETTING.format(requests=REQUESTS, clients=CLIENTS)
    return [
        Figure(
            name="registrations over 1,000 occurrences",
            unit="registrations/s",
            goal=Goal("at least", 0.70),
            rounds=[Round(ours.per_second, bare.per_second) for ours, bare in spread],
            how=f"Tokens of {MEMBERS} members; each pair of member and occurrence once. {setting}",
        ),
        Figure(
            name="registrations for one popular meeting",
            unit="registrations/s",
            goal=Goal("at least", 0.50),
            rounds=[Round(ours.per_second, bare.per_second) for ours, bare in popular],
            how=f"A new meeting of {POPULAR_SEATS:,} seats each round; each member once. {setting}",
        ),
        Figure(
            name="registrations for one popular meeting, p99",
            unit="ms",
            goal=Goal("at most", 200),
            rounds=[Round(ours.percentile(0.99)) for ours, _ in popular],
            how="The slowest answer but for one in a hundred, of the rounds above, as the client saw it.",
        ),
    ]


def _alternate(
    stage: Stage, rounds: int, kind: str, signed: Sequence[str]
) -> list[tuple[load.Result, load.Result]]:
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"registrations, {kind}: round {number} of {rounds}")
        ours = load.run(stage.platform.ports.gateway, _ours(stage, kind, signed), CLIENTS)
        _expect_only(201, ours)
        wait_for(lambda: _all_relayed(stage))
        bare = load.run(stage.bare_port, _bare(), CLIENTS)
        _expect_only(201, bare)
        measured.append((ours, bare))
    return measured[1:]


def _ours(stage: Stage, kind: str, signed: Sequence[str]) -> list[bytes]:
    if kind == "popular":
        popular = lay_out(stage, [occurrence(POPULAR_SEATS)])
        return [_registration(popular[0], token) for token in signed]
    ids = lay_out(stage, [occurrence() for _ in range(OCCURRENCES)])
    pairs = ((ids[n % OCCURRENCES], signed[(n + n // OCCURRENCES) % MEMBERS]) for n in range(REQUESTS))
    return [_registration(*pair) for pair in pairs]


def _registration(occurrence_id: str, token: str) -> bytes:
    path = f"/api/groups/occurrences/{occurrence_id}/registrations"
    return load.post(path, b"", {"Authorization": f"Bearer {token}"})


def _bare() -> list[bytes]:
    return [
        load.post(f"/registrations/{member_id(n % OCCURRENCES)}", b'{"member": "%s"}' % member_id(n).encode())
        for n in range(REQUESTS)
    ]


def _expect_only(status: int, result: load.Result) -> None:
    if set(result.statuses) != {status}:
        raise RuntimeError(f"the load was to be answered by {status} alone, not by {result.statuses}")


def _all_relayed(stage: Stage) -> bool:
    return MongoOutboxes(stage.database("groups")["occurrences"]).count() == 0
