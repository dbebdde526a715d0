"""Whose data a caller may see: what every subject asks before it answers."""

from alumni.domain.access import Caller
from alumni.domain.errors import MemberUnknown
from alumni.domain.member import Member
from alumni.ports import Members


def own_member(caller: Caller, member_id: str, members: Members) -> Member:
    """Load a member of the centre for which the caller acts.

    Raises MemberUnknown for everybody else, whether there is such a member or not.
    """
    member = members.get(member_id)
    if not caller.coordinates(member.confirmed_home):
        raise MemberUnknown(member_id)
    return member


def home_of(member_id: str, members: Members) -> str | None:
    """Name the home centre of a member, if one has said yes; raises MemberUnknown."""
    return members.get(member_id).confirmed_home
