"""Reads a request's body, form or query through a schema; stands in for webargs' parser.

It does per request only what is needed: one look at the content type, one parse, one load.
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NoReturn

from flask import request
from marshmallow import Schema, ValidationError
from webargs.multidictproxy import MultiDictProxy

from chassis.http.problems import (
    CONTENT_TYPE_UNSUPPORTED,
    ENCODING_INVALID,
    JSON_MALFORMED,
    ProblemError,
    invalid,
)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


# json.loads builds a decoder for each call that names parse_constant.
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)

UNSTORABLE = "Holds a character that no text may hold."

View = Callable[..., Any]


class RequestReader:
    """What flask-smorest asks of a parser: a decorator that hands the loaded data to the view."""

    DEFAULT_VALIDATION_STATUS = 422

    def use_args(
        self, schema: type[Schema] | Schema, *, location: str, required: bool = True
    ) -> Callable[[View], View]:
        """Load one part of the request (json, form or query) into the view's next argument."""
        prepared = schema() if isinstance(schema, type) else schema
        read = _READERS[location]

        def decorate(view: View) -> View:
            @wraps(view)
            def with_arguments(*args: Any, **kwargs: Any) -> Any:
                data = read(prepared, required)
                try:
                    loaded = prepared.load(data)
                except ValidationError as error:
                    raise invalid(error.normalized_messages()) from None  # type: ignore[no-untyped-call]
                return view(*args, loaded, **kwargs)

            return with_arguments

        return decorate


def json_body() -> Any:
    """Read the body as JSON: 415, 400 or 413 when it is none; 422 for texts that cannot be stored."""
    if request.environ.get("CONTENT_TYPE") != "application/json":
        _check_content_type()
    body = request.get_data(cache=False)
    try:
        value = _DECODER.decode(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise ProblemError(ENCODING_INVALID) from None
    except (ValueError, RecursionError):
        raise ProblemError(JSON_MALFORMED) from None
    # A NUL or half a surrogate pair can stand in JSON only as an escape.
    if b"\\u" in body:
        _refuse_unstorable(value)
    return value


def _json(_schema: Schema, required: bool) -> Any:
    return json_body() if required or request.content_length else {}


def _form(schema: Schema, _required: bool) -> Mapping[str, Any]:
    if request.mimetype != "application/x-www-form-urlencoded":
        raise ProblemError(CONTENT_TYPE_UNSUPPORTED)
    return _checked(schema, request.form)


def _query(schema: Schema, _required: bool) -> Mapping[str, Any]:
    return _checked(schema, request.args)


_READERS: dict[str, Callable[[Schema, bool], Any]] = {"json": _json, "form": _form, "query": _query}


def _checked(schema: Schema, values: Any) -> Mapping[str, Any]:
    """Refuse NUL bytes and bytes that were no UTF-8 (read as U+FFFD) in a form or query."""
    bad = {
        name: [UNSTORABLE]
        for name, value in values.items(multi=True)
        if "\x00" in value or "\ufffd" in value or "\x00" in name
    }
    if bad:
        raise invalid(bad)
    proxy: Mapping[str, Any] = MultiDictProxy(values, schema)
    return proxy


def _check_content_type() -> None:
    charset = request.mimetype_params.get("charset", "utf-8")
    if request.mimetype != "application/json" or charset.lower() not in ("utf-8", "utf8"):
        raise ProblemError(CONTENT_TYPE_UNSUPPORTED, detail="Send application/json in UTF-8.")


def _refuse_unstorable(value: Any) -> None:
    errors: dict[str, list[str]] = {}
    pending: list[tuple[str, Any]] = [("", value)]
    while pending:
        path, each = pending.pop()
        if isinstance(each, str) and _unstorable(each):
            errors[path or "body"] = [UNSTORABLE]
        elif isinstance(each, list):
            pending.extend((f"{path}.{place}".lstrip("."), item) for place, item in enumerate(each))
        elif isinstance(each, dict):
            if any(_unstorable(name) for name in each):
                errors[path or "body"] = [UNSTORABLE]
            pending.extend((f"{path}.{name}".lstrip("."), item) for name, item in each.items())
    if errors:
        raise invalid({_printable(path): messages for path, messages in errors.items()})


def _unstorable(text: str) -> bool:
    surrogate = not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)
    return surrogate or "\x00" in text


def _printable(path: str) -> str:
    return path.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
