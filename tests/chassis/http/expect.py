"""What is expected of every error answer."""

from typing import Any

from werkzeug.test import TestResponse


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is a whole problem of this status and code; return its body."""
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), answer.text
    body: dict[str, Any] = answer.json
    assert body["code"] == code
    assert body["status"] == status
    assert body["type"] == f"urn:hamrah:problem:{code}"
    assert body["title"].endswith(".")
    assert len(body["trace_id"]) == 32
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    return body
