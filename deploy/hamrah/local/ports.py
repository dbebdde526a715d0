"""Which port each part of the platform listens on, on this machine."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Self

from hamrah.local.engine import LOCALHOST, free_ports


@dataclass(frozen=True, kw_only=True)
class Ports:
    """One port a part; each can be changed by HAMRAH_PORT_<NAME>."""

    gateway: int = 8080
    alumni: int = 8101
    groups: int = 8102
    notify: int = 8103
    web: int = 8104
    sandbox: int = 8200
    smtp: int = 8225
    imap: int = 8243
    alumni_worker: int = 8111
    groups_relay: int = 8112
    groups_worker: int = 8113
    notify_consumer: int = 8114
    notify_sender: int = 8115
    mongod: int = 27117
    kafka: int = 29092
    kafka_controller: int = 29093

    @classmethod
    def from_env(cls) -> Self:
        """The usual ports, changed as the environment says."""
        ports = cls()
        return replace(ports, **{name: int(os.environ.get(variable(name), port)) for name, port in ports})

    @classmethod
    def free(cls) -> Self:
        """Ports nobody uses now, for tests beside a running platform."""
        names = [field.name for field in fields(cls)]
        return cls(**dict(zip(names, free_ports(len(names)), strict=True)))

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Every part with its port."""
        return iter([(field.name, int(getattr(self, field.name))) for field in fields(self)])

    def address(self, name: str) -> str:
        """host:port of one part."""
        return f"{LOCALHOST}:{getattr(self, name)}"

    def url(self, name: str) -> str:
        """The HTTP address of one part."""
        return f"http://{self.address(name)}"


def variable(name: str) -> str:
    """The environment variable that changes one port."""
    return f"HAMRAH_PORT_{name.upper()}"
