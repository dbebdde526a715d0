"""The keys of a centre's own systems, and what those may do with them."""

from collections.abc import Mapping

from alumni.domain.errors import api_keys as refusals
from chassis.http import Problem

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.KeyUnknown: Problem(404, "key-unknown", "The centre has no such key."),
    refusals.KeyRefused: Problem(401, "key-refused", "The key is not accepted."),
    refusals.KeyLabelTaken: Problem(409, "key-label-taken", "Another key of the centre bears this label."),
    refusals.TooManyKeys: Problem(409, "too-many-keys", "The centre has as many keys as it may have."),
    refusals.TooManyTries: Problem(429, "too-many-tries", "Too many keys were shown; try again later."),
}
