"""The notice, and what members say to it."""

from alumni.domain.consent import NOTICE, Purpose
from alumni.entrypoints.http.consent import PURPOSE
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.stage import Cast, Scene

FIGURES = {"purpose": Purpose.FIGURES.value}


def own_consent(cast: Cast) -> Scene:
    """See what the owner has said."""
    return Scene(shows=cast.stores.consents.all_of(cast.owner)[0].id)


def a_yes(_cast: Cast) -> Scene:
    """Say yes for oneself."""
    return Scene(words=FIGURES, sends={"json": {"notice": NOTICE, "language": "en"}})


SCENES: Scenes = {
    ("GET", "/api/alumni/notices/current"): nothing,
    ("GET", "/api/alumni/me/consents"): own_consent,
    ("PUT", f"/api/alumni/me/consents/{PURPOSE}"): a_yes,
    ("DELETE", f"/api/alumni/me/consents/{PURPOSE}"): lambda _cast: Scene(words=FIGURES),
}
