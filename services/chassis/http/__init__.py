"""The HTTP edge that all services share: errors, access, limits, documentation, health, metrics.

    registrations = Blueprint("registrations", __name__, url_prefix="/api/groups")

    @registrations.post("/occurrences/<id:occurrence_id>/registrations", parameters=[IDEMPOTENCY_KEY])
    @registrations.arguments(RegistrationSchema)
    @registrations.response(201, PlaceSchema)
    @requires("member")
    @raises(OccurrenceUnknown, MeetingFull)
    def post_registration(request, occurrence_id):
        return register_for_meeting(RegisterForMeeting(occurrence_id, identity().member_id, **request), ...)

    app = create_app(service="groups", title="Groups", blueprints=[registrations],
                     problems={MeetingFull: Problem(409, "meeting-full", "The queue is at its bound.")}, ...)

``<id:...>`` matches an id only. ``raises`` puts the problems of domain errors into the API document; an
error may carry ``members``, ``detail`` and ``retry_after``. Every view says ``@requires`` or ``@public``.
"""

from chassis.http.app import create_app
from chassis.http.auth import PARTNER_SYSTEM, PLATFORM, Identity, identity, public, requires, scoped
from chassis.http.blueprint import Blueprint, raises
from chassis.http.client import client_address
from chassis.http.gate import Door, UnguardedEndpoint, doors
from chassis.http.idempotency import IDEMPOTENCY_KEY, idempotency_key
from chassis.http.limits import body_limit
from chassis.http.observe import request_id
from chassis.http.pages import decode_cursor, encode_cursor, one_page
from chassis.http.problems import Problem, ProblemError, abort_with, invalid, unmapped
from chassis.http.reader import json_body
from chassis.http.schemas import (
    DecimalNumber,
    Id,
    PageArguments,
    Schema,
    TrueOrFalse,
    UtcDateTime,
    WholeNumber,
)
from chassis.http.wall_clock import LocalDate, LocalDateTime, TimeOfDay

__all__ = [
    "IDEMPOTENCY_KEY",
    "PARTNER_SYSTEM",
    "PLATFORM",
    "Blueprint",
    "DecimalNumber",
    "Door",
    "Id",
    "Identity",
    "LocalDate",
    "LocalDateTime",
    "PageArguments",
    "Problem",
    "ProblemError",
    "Schema",
    "TimeOfDay",
    "TrueOrFalse",
    "UnguardedEndpoint",
    "UtcDateTime",
    "WholeNumber",
    "abort_with",
    "body_limit",
    "client_address",
    "create_app",
    "decode_cursor",
    "doors",
    "encode_cursor",
    "idempotency_key",
    "identity",
    "invalid",
    "json_body",
    "one_page",
    "public",
    "raises",
    "request_id",
    "requires",
    "scoped",
    "unmapped",
]
