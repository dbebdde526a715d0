"""Everything about a person: taken away as a file, then erased everywhere, with the proof."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hamrah.demo.client import Missing, Person, Refused, wait_for
from hamrah.demo.stage import Stage, expect
from hamrah.demo.thread import is_empty

ROOT = "/api/alumni"
WORD = "erase everything"
WITHIN_SECONDS = 60.0


def fill(stage: Stage, person: Person, word: str) -> None:
    """Leave something in every corner, with a word in it that nothing else says."""
    with stage.tell.step("Somebody has been here for a while: days, a draft, a word to the centre, a seat"):
        person.call("POST", f"{ROOT}/me/check-ins", json={"sober": True, "craving": 2, "note": word})
        draft = {"kind": "story", "topics": ["hope"], "language": "en", "title": "Draft", "text": word}
        person.call("POST", f"{ROOT}/me/stories", json=draft)
        person.call("POST", f"{ROOT}/me/reach", json={"urgency": "soon", "note": word})
        person.register(coming(person))


def coming(person: Person) -> str:
    """Find a meeting that has a seat for everybody."""
    now = datetime.now(UTC)
    for page in person.occurrences(now + timedelta(hours=1), now + timedelta(days=62)):
        for each in page:
            if is_empty(each):
                return str(each["id"])
    raise Missing("A coming meeting with free seats")


def export(stage: Stage, person: Person, word: str) -> None:
    """Download everything that every service knows."""
    with stage.tell.step("They take everything along: one job over all services"):
        where = f"{ROOT}/me/exports/{person.call('POST', f'{ROOT}/me/exports')['id']}"

        def ready() -> dict[str, Any] | None:
            job = person.call("GET", where)
            return job if job["state"] == "ready" else None

        job = wait_for("The export", ready)
        whole = stage.gateway.fetch(f"{where}/data.json", token=person.token)
        page = stage.gateway.fetch(f"{where}/page.html", token=person.token)
        expect(word in whole.text and word in page.text, "The export lacks what the person wrote")
        stage.tell.note(f"{job['records']} records, {len(whole.content):,} bytes of JSON, and a page to read")
        stage.tell.note(", ".join(sorted(json.loads(whole.text)["services"])))


def erase(stage: Stage, person: Person, word: str) -> None:
    """Erase the account, and prove that nothing is left of it anywhere."""
    prove = stage.prove
    if prove is None:
        raise Missing("A way to search the databases and topics")
    with stage.tell.step("And they leave: erased in every service, contacts first"):
        person.call("POST", f"{ROOT}/me/erasure", json={"word": WORD})
        wait_for("The end of the erasure", lambda: erased(person), WITHIN_SECONDS)
    with stage.tell.step("The proof: every value of every database, file and topic is searched"):
        texts = {"phone": person.phone.removeprefix("+91"), "handle": person.handle, "words": word}
        proof = prove(person.member_id, texts)
        for line in proof.lines():
            stage.tell.note(line)
        expect(proof.holds, "Something of the person is left")


def erased(person: Person) -> bool | None:
    """Tell whether every service has answered, for as long as the last token is good."""
    try:
        state = person.call("GET", f"{ROOT}/me/erasure")["state"]
    except Refused as refused:
        return True if refused.status == 404 else None
    return True if state in ("closed", "settled") else None
