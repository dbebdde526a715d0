"""How a scene is made, and those that are about nothing of anybody."""

from collections.abc import Callable, Mapping
from typing import Any

from alumni.entrypoints.policy.grants import Endpoint
from tests.contracts.walk.stage import Cast, Scene

Maker = Callable[[Cast], Scene]
Scenes = Mapping[Endpoint, Maker]


def nothing(_cast: Cast) -> Scene:
    """Ask without saying anything."""
    return Scene()


def saying(**body: Any) -> Maker:
    """Say something that is about oneself, whoever one is."""
    return lambda _cast: Scene(sends={"json": body})
