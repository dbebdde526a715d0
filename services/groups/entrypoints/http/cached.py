"""Answers that anybody may keep for a while, and ask for again by their mark."""

from collections.abc import Callable

from flask import Response, request


def cached(mark: str, seconds: int, content_type: str, write: Callable[[], bytes | str]) -> Response:
    """Answer 304 to whoever has the state that the mark stands for, else write it anew.

    The ETag is a weak one: the gateway compresses, and takes a strong one away.
    """
    headers = {"ETag": f'W/"{mark}"', "Cache-Control": f"public, max-age={seconds}"}
    if request.if_none_match.contains_weak(mark):
        return Response(status=304, headers=headers)
    return Response(write(), headers=headers, content_type=content_type)
