"""Load the demo's data: three centres, a coordinator each, and the meetings of their feeds."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from importlib import import_module

from hamrah.demo.cast import CENTRES, Centre
from hamrah.demo.client import Gateway, Missing, Person, World

Say = Callable[[str], None]
Admin = Callable[[Sequence[str]], None]


def run_admin(arguments: Sequence[str]) -> None:
    """Do what `hamrah admin ...` does, with the settings of alumni in the environment; raises Missing."""
    command = import_module("alumni.entrypoints.admin").app
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = command(list(arguments), standalone_mode=False)
    if code:
        raise Missing(f"`hamrah admin {' '.join(arguments[:2])}` failed: {said.getvalue().strip()}")


def load(
    gateway: str,
    sandbox: str,
    *,
    feeds: str | None = None,
    admin: Admin = run_admin,
    say: Say = print,
) -> None:
    """Load everything; loading again changes nothing.

    `feeds` is the sandbox's address as groups sees it, where that differs. Raises Refused or Missing (of
    `hamrah.demo.client`) for what did not work.
    """
    door, world = Gateway(gateway), World(sandbox)
    for centre in CENTRES:
        admin(["centre", "add", centre.name, "--city", centre.city, "--id", centre.id])
        admin(["coordinator", "add", "--phone", centre.coordinator, "--centre", centre.id])
        say(f"{centre.name}, {centre.city}: {_bring_in(centre, door, world, feeds or sandbox)}")


def _bring_in(centre: Centre, gateway: Gateway, world: World, feeds: str) -> str:
    coordinator = Person(gateway=gateway, world=world, phone=centre.coordinator)
    coordinator.sign_in()
    outcome = coordinator.import_from(feed_url(feeds, centre))
    return (
        f"{outcome['added']} meetings added, {outcome['changed']} changed, {outcome['unchanged']} as before"
    )


def feed_url(feeds: str, centre: Centre) -> str:
    """Return where a centre publishes its feed."""
    return f"{feeds.rstrip('/')}/feeds/{centre.feed}.json"
