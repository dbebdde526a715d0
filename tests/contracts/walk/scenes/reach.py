"""The way back: a request of the owner, which the home centre did not answer in time."""

from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.stage import Cast, Scene

REACHES = "/api/alumni/reaches"


def _asked(cast: Cast) -> str:
    asked: str = cast.make("owner", "/me/reach", {"urgency": "soon"})["reach"]["id"]
    cast.stores.database["reaches"].update_one({"_id": asked}, {"$set": {"escalated": True}})
    return asked


def a_reach(cast: Cast) -> Scene:
    """See to a request."""
    return Scene(names={"reach_id": _asked(cast)}, sends={"json": {"outcome": "talked"}})


SCENES: Scenes = {
    ("POST", "/api/alumni/me/reach"): nothing,
    ("GET", "/api/alumni/me/reach"): lambda cast: Scene(shows=_asked(cast)),
    ("DELETE", "/api/alumni/me/reach/<id:reach_id>"): lambda cast: Scene(names={"reach_id": _asked(cast)}),
    ("GET", REACHES): lambda cast: Scene(shows=_asked(cast)),
    ("POST", f"{REACHES}/<id:reach_id>/taking"): lambda cast: Scene(names={"reach_id": _asked(cast)}),
    ("POST", f"{REACHES}/<id:reach_id>/answer"): a_reach,
}
