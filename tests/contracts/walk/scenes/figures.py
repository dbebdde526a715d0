"""Programme figures, by the centre that they are of."""

from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Scenes
from tests.contracts.walk.stage import Cast, Scene


def of_the_centre(_cast: Cast) -> Scene:
    """See the figures of the owner's centre."""
    return Scene(shows=CENTRE)


def a_member(cast: Cast) -> Scene:
    """See the owner among the members of the centre."""
    return Scene(shows=cast.owner)


SCENES: Scenes = {("GET", "/api/alumni/centre/members"): a_member} | {
    ("GET", f"/api/alumni/{who}/figures{kind}"): of_the_centre
    for who in ("centre", "network", "partner")
    for kind in ("", ".csv")
}
