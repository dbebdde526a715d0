"""Leaks: no word that a person wrote is in a log, a fact, an error, an address or a header."""

import logging
from typing import Any

import pytest
from flask import Response, request, request_finished

from chassis.ids import new_id
from tests.rights.fillers import FILLERS
from tests.rights.test_break_glass import ASKING
from tests.rights.traces import CENTRE, Traces, join
from tests.rights.walking import OFFERING
from tests.rights.worlds import Network

NOWHERE = "e" * 32


def writing(words: str) -> list[tuple[str, str, Any]]:
    """Every way to write to others, with words for somebody who is not there."""
    training = {"course": words, "finished_on": "2026-01-15"}
    story = {"kind": "story", "topics": ["family"], "language": "en", "title": words, "text": words}
    question = f"/centres/applications/{NOWHERE}/questions/{NOWHERE}/answer"
    return [
        ("POST", "/me/mentor", {**OFFERING, "words": words, "training": training}),
        ("PUT", f"/pairs/{NOWHERE}/goals", {"goals": [words]}),
        ("POST", f"/pairs/{NOWHERE}/reports", {"reason": "other", "text": words}),
        ("POST", "/me/check-ins", {"sober": True, "note": words, "note_for": [NOWHERE]}),
        ("PUT", "/me/plan", {"items": [{"kind": "step", "text": words}], "shared_with": [NOWHERE]}),
        ("POST", "/me/stories", {**story, "original_id": NOWHERE}),
        ("POST", f"/reviews/{NOWHERE}/return", {"note": words}),
        ("POST", "/me/reach", {"urgency": words, "note": words}),
        ("POST", f"/reaches/{NOWHERE}/answer", {"outcome": "appointment", "answer": words}),
        ("PUT", question, {"answer": words}),
        ("POST", f"/network/centres/{NOWHERE}/questions", {"text": words}),
        ("POST", f"/network/centres/{NOWHERE}/refusal", {"reason": words}),
        ("POST", f"/centre/members/{NOWHERE}/break-glass", {**ASKING, "reason": words}),
    ]


def listen(caplog: pytest.LogCaptureFixture) -> None:
    """Keep everything that is logged; the driver is as silent as in a service (chassis.logs)."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "pymongo")


def ask_for_a_contact(traces: Traces) -> None:
    """Let a coordinator say why a member's contact has to be opened."""
    asking = {**ASKING, "reason": traces.text("reason of a coordinator")}
    path = f"/centre/members/{traces.member_id}/break-glass"
    asked = traces.coordinator(CENTRE).post(path, asking)
    assert asked.status_code == 201, asked.json
    opened = traces.coordinator(CENTRE).post(f"/break-glass/{asked.json['id']}/confirmation", None)
    assert opened.status_code == 204, opened.json


def test_words_reach_no_log_no_fact_and_no_address(network: Network, caplog: pytest.LogCaptureFixture):
    listen(caplog)
    told: list[str] = []

    def note(_: Any, response: Response, **__: Any) -> None:
        told.extend((request.url, str(response.headers)))

    with request_finished.connected_to(note):
        traces = join(network)
        for fill in (*FILLERS, ask_for_a_contact):
            fill(traces)
    network.carry()

    told.extend(str(each) for each in network.heard)
    told.append(caplog.text)
    assert len(traces.written) > 15
    assert len(network.heard) > 20
    leaked = {each for each in traces.texts for text in told if traces.texts[each] in text}
    assert leaked <= {"name of a document"}  # The file's name is in the address by which it is sent.


@pytest.mark.parametrize("times", [1, 2_000], ids=["well formed", "much too long"])
def test_no_refusal_repeats_what_was_written(network: Network, caplog: pytest.LogCaptureFixture, times: int):
    listen(caplog)
    traces, words = join(network), f"secret {new_id()} "
    traces.settle()
    callers = (traces.person, traces.coordinator(), traces.administrator())

    answers = [
        caller.call(method, path, json=body)
        for method, path, body in writing(words * times)
        for caller in callers
    ]

    refused = [each for each in answers if each.status_code >= 400]
    assert len(refused) > len(answers) / 2
    assert {each.status_code for each in refused} <= {403, 404, 409, 413, 422}
    assert not [each.text for each in refused if words.strip() in each.text]
    assert words.strip() not in caplog.text
