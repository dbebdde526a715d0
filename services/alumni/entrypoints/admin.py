"""The operator's command: centres, and who acts for them. No password exists that could be a default."""

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer
from marshmallow import ValidationError

from alumni.adapters.edge import Edge
from alumni.adapters.keys import read_edge
from alumni.adapters.stores import Stores
from alumni.config import Settings
from alumni.domain.commands import AddCentre, AppointCoordinator, AppointNetworkAdministrator, WithdrawRole
from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.errors import AlumniError
from alumni.domain.member import Member, Role
from alumni.entrypoints.audit_admin import audit
from alumni.entrypoints.contacts import normalise_phone
from alumni.handlers import staff
from alumni.views import identity as views
from chassis.clock import utc_now
from chassis.ids import ID_PATTERN, derived_id
from chassis.mongo import connect

app = typer.Typer(help="Centres and the people who act for them.", no_args_is_help=True)
centre = typer.Typer(help="Partner centres.", no_args_is_help=True)
coordinator = typer.Typer(help="Who acts for one centre.", no_args_is_help=True)
network_administrator = typer.Typer(help="Who acts for the whole network.", no_args_is_help=True)
role = typer.Typer(help="Roles of members.", no_args_is_help=True)
app.add_typer(centre, name="centre")
app.add_typer(coordinator, name="coordinator")
app.add_typer(network_administrator, name="network-administrator")
app.add_typer(role, name="role")
app.add_typer(audit, name="audit")


def _id(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(ID_PATTERN, text):
        raise typer.BadParameter("An id has 32 hexadecimal digits.")
    return text


def _name(text: str) -> str:
    stripped = text.strip()
    if not 0 < len(stripped) <= 200:
        raise typer.BadParameter("Give 1 to 200 characters.")
    return stripped


def _phone(text: str) -> str:
    try:
        return normalise_phone(text)
    except ValidationError as error:
        raise typer.BadParameter(str(error.messages[0])) from None


Phone = Annotated[
    str,
    typer.Option(prompt="Phone number", callback=_phone, help="Asked for if it is not given; kept sealed."),
]
Speaks = Annotated[Language, typer.Option(help="Language of the messages to a person who is new.")]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the commands work on."""

    stores: Stores
    edge: Edge

    def contact(self, phone: str) -> SealedContact:
        """Seal a phone number before anything is done with it."""
        return self.edge.contact(Channel.SMS, phone)


@contextmanager
def _desk() -> Iterator[Desk]:
    """Open the stores for one command; a refusal ends it with its sentence."""
    settings = Settings.from_env().platform
    database = connect(settings)
    try:
        stores = Stores(database)
        stores.ensure_indexes()
        yield Desk(stores=stores, edge=read_edge(settings))
    except AlumniError as refusal:
        typer.echo(inspect.getdoc(type(refusal)), err=True)
        raise typer.Exit(1) from refusal
    finally:
        database.client.close()


@centre.command("add")
def add_centre(
    name: Annotated[str, typer.Argument(callback=_name)],
    city: Annotated[str, typer.Option(callback=_name)],
    centre_id: Annotated[str | None, typer.Option("--id", callback=_id)] = None,
) -> None:
    """Take a centre into the network; the same name and city give the same id."""
    centre_id = centre_id or derived_id("centre", name, city)
    with _desk() as desk:
        staff.add_centre(AddCentre(centre_id=centre_id, name=name, city=city), centres=desk.stores.centres)
    typer.echo(centre_id)


@centre.command("list")
def list_centres() -> None:
    """Show the partner centres."""
    with _desk() as desk:
        for each in views.centres(desk.stores.database):
            typer.echo(f"{each['_id']}  {each['name']}, {each['city']}")


@coordinator.command("add")
def add_coordinator(
    phone: Phone,
    centre_id: Annotated[str, typer.Option("--centre", callback=_id, help="The centre's id.")],
    language: Speaks = Language.ENGLISH,
) -> None:
    """Let the holder of a phone act for a centre; whoever is no member yet becomes one."""
    with _desk() as desk:
        command = AppointCoordinator(contact=desk.contact(phone), centre_id=centre_id, language=language)
        member = staff.appoint_coordinator(
            command, centres=desk.stores.centres, members=desk.stores.members, at=utc_now()
        )
    typer.echo(member.id)


@network_administrator.command("add")
def add_network_administrator(phone: Phone, language: Speaks = Language.ENGLISH) -> None:
    """Let the holder of a phone act for the whole network; whoever is no member yet becomes one."""
    with _desk() as desk:
        command = AppointNetworkAdministrator(contact=desk.contact(phone), language=language)
        member = staff.appoint_network_administrator(command, members=desk.stores.members, at=utc_now())
    typer.echo(member.id)


@role.command("remove")
def remove_role(
    member_id: Annotated[str, typer.Argument(callback=_id)],
    withdrawn: Annotated[Role, typer.Argument(metavar="ROLE")],
) -> None:
    """Take a role away; tokens that name it live out their 15 minutes."""
    if withdrawn is Role.MEMBER:
        raise typer.BadParameter("Everyone is a member.")
    with _desk() as desk:
        member = staff.withdraw_role(
            WithdrawRole(member_id=member_id, role=withdrawn), members=desk.stores.members
        )
    typer.echo(_described(member))


@app.command("list")
def list_staff() -> None:
    """Show the centres, and who acts for them or for the network."""
    list_centres()
    with _desk() as desk:
        for each in views.staff(desk.stores.database):
            roles = ", ".join(name for name in each["roles"] if name != Role.MEMBER)
            typer.echo(f"{each['_id']}  {each['handle']}: {roles}{_of_centre(each['centre_id'])}")


def _described(member: Member) -> str:
    return f"{member.id}  {member.handle.spelling}: {', '.join(sorted(member.roles))}"


def _of_centre(centre_id: str | None) -> str:
    return f" of {centre_id}" if centre_id else ""


if __name__ == "__main__":
    app()
