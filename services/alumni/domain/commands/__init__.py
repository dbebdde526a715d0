"""The orders that this service takes, a file per subject; contacts in them are sealed already."""

from alumni.domain.commands.identity import (
    AddCentre,
    AddContact,
    AppointCoordinator,
    AppointNetworkAdministrator,
    ChangeProfile,
    RefreshSession,
    RequestCode,
    SignIn,
    SignOut,
    WithdrawRole,
)

__all__ = [
    "AddCentre",
    "AddContact",
    "AppointCoordinator",
    "AppointNetworkAdministrator",
    "ChangeProfile",
    "RefreshSession",
    "RequestCode",
    "SignIn",
    "SignOut",
    "WithdrawRole",
]
