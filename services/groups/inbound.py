"""The events that groups reads: just the fields that it needs, in schemas of its own."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema

from chassis.http.schemas import Id


class _Fact(Schema):
    class Meta:
        unknown = EXCLUDE


class OfCentre(_Fact):
    """alumni.centre.suspended.v1, .resumed.v1 and .left.v1"""

    centre_id = Id(required=True)


class HomeChanged(_Fact):
    """alumni.member.home-changed.v1"""

    member_id = Id(required=True)
    previous_centre_id = Id(required=True, allow_none=True)


class MemberErased(_Fact):
    """alumni.member.erased.v1"""

    erasure_id = Id(required=True)
    member_id = Id(required=True)


class SeatDecided(_Fact):
    """notify.seat.confirmed.v1 and .given-up.v1"""

    member_id = Id(required=True)
    occurrence_id = Id(required=True)
    registration_id = Id(required=True)
