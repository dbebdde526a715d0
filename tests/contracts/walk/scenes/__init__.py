"""What the endpoints are asked about, made anew for each caller who gets it: a file per subject."""

from tests.contracts.walk.scenes import consent, figures, identity, joining, recovery, service
from tests.contracts.walk.scenes.maker import Maker, Scenes

SCENES: Scenes = {
    **service.SCENES,
    **identity.SCENES,
    **consent.SCENES,
    **figures.SCENES,
    **joining.SCENES,
    **recovery.SCENES,
}
__all__ = ["SCENES", "Maker"]
