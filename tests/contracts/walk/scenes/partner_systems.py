"""The keys of a centre's own systems."""

from chassis.ids import new_id
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.stage import Cast, Scene

KEYS = "/api/alumni/centre/keys"


def _key(cast: Cast) -> str:
    said = {"label": new_id(), "scopes": ["directory:read"]}
    return str(cast.make("coordinator", "/centre/keys", said)["id"])


def a_key(cast: Cast) -> Scene:
    """Do something to a key of the centre."""
    return Scene(names={"key_id": _key(cast)}, sends={"json": {"overlap_hours": 1}})


SCENES: Scenes = {
    ("POST", KEYS): nothing,
    ("GET", KEYS): lambda cast: Scene(shows=_key(cast)),
    ("POST", f"{KEYS}/<id:key_id>/rotation"): a_key,
    ("DELETE", f"{KEYS}/<id:key_id>"): a_key,
    ("POST", "/api/alumni/partner/tokens"): nothing,
    ("GET", "/api/alumni/partner/centre"): lambda _cast: Scene(shows=CENTRE),
    ("POST", "/api/alumni/partner/invitations"): nothing,
}
