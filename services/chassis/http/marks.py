"""What decorators say about a view, kept where flask-smorest keeps its own: in ``_apidoc``.

Every decorator of flask-smorest copies ``_apidoc`` outward, so the order of decorators under
the route does not matter.
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

_KEY = "edge"


def mark(view: View, **marks: Any) -> View:
    """Say something about a view, without wrapping it."""
    known = getattr(view, "_apidoc", {})
    view._apidoc = {**known, _KEY: {**known.get(_KEY, {}), **marks}}  # type: ignore[attr-defined]
    return view


def marks_of(view: Any) -> dict[str, Any]:
    """Read what was said about a view."""
    return marks_in(getattr(view, "_apidoc", {}))


def marks_in(apidoc: dict[str, Any]) -> dict[str, Any]:
    """Read what was said about a view from its documentation record."""
    found: dict[str, Any] = apidoc.get(_KEY, {})
    return found
