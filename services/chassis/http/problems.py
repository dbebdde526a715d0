"""Problem details (RFC 9457): the one shape of every error this platform answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NoReturn

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:hamrah:problem:"

Errors = Mapping[str, Any]
"""Messages by field path, for example ``{"contact.phone": ["Not a phone number."]}``."""


@dataclass(frozen=True)
class Problem:
    """One kind of error: its HTTP status, the code a client acts on, and a sentence for a person."""

    status: int
    code: str
    title: str


class ProblemError(Exception):
    """Ends the request with one problem, whoever raises it."""

    def __init__(
        self,
        problem: Problem,
        detail: str | None = None,
        errors: Errors | None = None,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.members = dict(members or {})


def abort_with(
    problem: Problem,
    *,
    detail: str | None = None,
    errors: Errors | None = None,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> NoReturn:
    """End the request with this problem; ``members`` become further fields of the answer."""
    raise ProblemError(problem, detail, errors, headers, members)


BAD_REQUEST = Problem(400, "bad-request", "The request cannot be understood.")
JSON_MALFORMED = Problem(400, "json-malformed", "The body is not well-formed JSON.")
ENCODING_INVALID = Problem(400, "encoding-invalid", "The body is not valid UTF-8.")
TOKEN_MISSING = Problem(401, "token-missing", "Send a Bearer token in the Authorization header.")
TOKEN_EXPIRED = Problem(401, "token-expired", "The token has expired; refresh it.")
TOKEN_REFUSED = Problem(401, "token-refused", "The token is not accepted.")
NOT_ALLOWED = Problem(403, "not-allowed", "Your role does not allow this.")
SCOPE_MISSING = Problem(403, "scope-missing", "The key has no scope for this.")
NOT_FOUND = Problem(404, "not-found", "There is nothing at this address.")
METHOD_NOT_ALLOWED = Problem(405, "method-not-allowed", "This address does not take this method.")
BODY_TOO_LARGE = Problem(413, "body-too-large", "The body is larger than this address takes.")
CONTENT_TYPE_UNSUPPORTED = Problem(
    415, "content-type-unsupported", "The body has a content type that this address does not take."
)
INPUT_INVALID = Problem(422, "input-invalid", "Some fields are not valid.")
TOO_MANY_REQUESTS = Problem(429, "too-many-requests", "Too many requests; try again later.")
INTERNAL_ERROR = Problem(500, "internal-error", "Something went wrong on our side.")
UNAVAILABLE = Problem(503, "temporarily-unavailable", "The service cannot answer now; try again soon.")
KEYS_UNAVAILABLE = Problem(503, "keys-unavailable", "Tokens cannot be verified now; try again soon.")

RETRY_AFTER_SECONDS = 2
"""What a 503 asks for: longer than a new primary or a restarted broker usually takes to answer."""

OF_STATUS = {
    problem.status: problem
    for problem in (
        BAD_REQUEST,
        NOT_ALLOWED,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        BODY_TOO_LARGE,
        CONTENT_TYPE_UNSUPPORTED,
        INPUT_INVALID,
        TOO_MANY_REQUESTS,
        INTERNAL_ERROR,
        UNAVAILABLE,
    )
}


def of_status(status: int) -> Problem:
    """Name the general problem of a status."""
    known = OF_STATUS.get(status)
    if known is not None:
        return known
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"
    return Problem(status, phrase.lower().replace(" ", "-"), f"{phrase}.")


def invalid(errors: Errors) -> ProblemError:
    """Build the 422 answer from messages by field, nested fields as dotted paths."""
    return ProblemError(INPUT_INVALID, errors=dict(flatten(errors)))


def flatten(messages: Mapping[Any, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Turn nested messages into ``path -> [sentences]``; ``body`` is the path of the whole."""
    for name, value in messages.items():
        here = path if name == "_schema" else f"{path}.{name}" if path else str(name)
        if isinstance(value, Mapping):
            yield from flatten(value, here)
        else:
            yield here or "body", [str(each) for each in value] if isinstance(value, list) else [str(value)]


@dataclass(frozen=True)
class ProblemTable:
    """Maps a service's domain errors to problems; the nearest class in the error's ancestry wins."""

    of: Mapping[type[Exception], Problem] = field(default_factory=dict)

    def find(self, kind: type[Exception]) -> Problem | None:
        """Find the problem of an error class, or None when nobody mapped it."""
        return next((self.of[each] for each in kind.__mro__ if each in self.of), None)

    def translate(self, error: Exception) -> ProblemError | None:
        """Turn a mapped domain error into its problem.

        An error may carry ``members`` (further fields of the answer, such as tries left),
        ``detail`` (a sentence) and ``retry_after`` (whole seconds, sent as a header).
        """
        problem = self.find(type(error))
        if problem is None:
            return None
        retry_after = getattr(error, "retry_after", None)
        headers = {"Retry-After": str(max(1, int(retry_after)))} if retry_after is not None else {}
        return ProblemError(
            problem, getattr(error, "detail", None), None, headers, getattr(error, "members", None)
        )


def unmapped(root: type[Exception], problems: Mapping[type[Exception], Problem]) -> list[str]:
    """List the leaf classes under a service's root error that no problem answers for."""
    table = ProblemTable(problems)
    return sorted(each.__qualname__ for each in _leaves(root) if table.find(each) is None)


def _leaves(root: type[Exception]) -> Iterator[type[Exception]]:
    children = root.__subclasses__()
    if not children:
        yield root
    for child in children:
        yield from _leaves(child)
