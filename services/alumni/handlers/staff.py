"""What the operator of the network sets up: centres, and who acts for them."""

from datetime import datetime

from alumni.domain.centre import Centre
from alumni.domain.commands import AddCentre, AppointCoordinator, AppointNetworkAdministrator, WithdrawRole
from alumni.domain.member import HOME_TIME_ZONE, Member
from alumni.handlers.joining import find_or_join
from alumni.handlers.profile import change
from alumni.ports import Centres, Members


def add_centre(command: AddCentre, *, centres: Centres) -> Centre:
    """Take a centre into the network, once, active without an application; raises CentreDiffers."""
    centre = Centre(id=command.centre_id, name=command.name, city=command.city)
    centres.add(centre)
    return centre


def appoint_coordinator(
    command: AppointCoordinator, *, centres: Centres, members: Members, at: datetime
) -> Member:
    """Let the holder of a contact act for a centre; whoever is unknown joins. Raises CentreUnknown."""
    centre = centres.get(command.centre_id)
    member, _ = find_or_join(
        command.contact, members=members, language=command.language, time_zone=HOME_TIME_ZONE, at=at
    )
    return change(member.id, lambda found: found.appoint_coordinator(centre.id), members=members)


def appoint_network_administrator(
    command: AppointNetworkAdministrator, *, members: Members, at: datetime
) -> Member:
    """Let the holder of a contact act for the whole network; whoever is unknown joins."""
    member, _ = find_or_join(
        command.contact, members=members, language=command.language, time_zone=HOME_TIME_ZONE, at=at
    )
    return change(member.id, Member.appoint_network_administrator, members=members)


def withdraw_role(command: WithdrawRole, *, members: Members) -> Member:
    """Take a role away from a member; raises MemberUnknown."""
    return change(command.member_id, lambda member: member.withdraw(command.role), members=members)
