"""Plans: the owner's, shared with the partner."""

from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.scenes.partnerships import partners
from tests.contracts.walk.stage import ROOT, Cast, Scene

MINE = "/api/alumni/me/plan"
WORDS = "Tea with the others"


def a_shared_plan(cast: Cast) -> Scene:
    """Read the owner's plan as the partner with whom it is shared."""
    partnership_id = partners(cast)
    plan = {"items": [{"kind": "meeting", "text": WORDS}], "shared_with": [partnership_id]}
    answer = cast.call("owner", "PUT", f"{ROOT}/me/plan", json=plan)
    assert answer.status_code < 300, answer.json
    return Scene(names={"partnership_id": partnership_id}, shows=WORDS)


SCENES: Scenes = {
    ("GET", MINE): nothing,
    ("PUT", MINE): nothing,
    ("PATCH", MINE): nothing,
    ("GET", "/api/alumni/partnerships/<id:partnership_id>/plan"): a_shared_plan,
}
