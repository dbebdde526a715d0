"""How a dead letter is handled after all, once its cause is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from chassis.events import Event, InvalidMessage, NotYet, from_record
from chassis.handling import ENGINE_ERRORS
from chassis.letters import Letter
from chassis.redaction import redact_text

LONGEST_CAUSE = 300


class Fate(StrEnum):
    """What became of a dead letter that was tried again."""

    REPLAYED = "replayed"
    BROKEN = "still broken"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Replay:
    """One dead letter and what became of it now."""

    letter: Letter
    fate: Fate
    cause: str = ""


def replay(letter: Letter, dispatch: Callable[[Event], None]) -> Replay:
    """Handle a dead letter as its consumer would; engine errors pass through, for nothing is wrong with it.

    Only this service hears of it: it goes to the handler, not to the topic. Handlers do nothing twice for
    the same event.
    """
    if not letter.whole:
        return Replay(letter, Fate.SKIPPED, "only its beginning was kept")
    try:
        dispatch(from_record(letter.topic, letter.key, letter.value, letter.headers))
    except (InvalidMessage, NotYet) as cause:
        return Replay(letter, Fate.BROKEN, redact_text(str(cause))[:LONGEST_CAUSE])
    except ENGINE_ERRORS:
        raise
    except Exception as bug:  # noqa: BLE001 - it is told, and the others go on.
        return Replay(letter, Fate.BROKEN, redact_text(f"{type(bug).__name__}: {bug}")[:LONGEST_CAUSE])
    return Replay(letter, Fate.REPLAYED)
