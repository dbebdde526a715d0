"""What a signed link opens, without a login."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.http import Problem
from notify.domain import errors

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.LinkUnknown: Problem(404, "link-unknown", "This link is not good, or not any more."),
}
