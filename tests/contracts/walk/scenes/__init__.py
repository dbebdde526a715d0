"""What the endpoints are asked about, made anew for each caller who gets it: a file per subject."""

from tests.contracts.walk.scenes import (
    centres,
    consent,
    figures,
    identity,
    joining,
    mentoring,
    moving,
    partner_systems,
    partnerships,
    plans,
    reach,
    recovery,
    rights,
    service,
    sobriety,
    story,
    webhooks,
)
from tests.contracts.walk.scenes.maker import Scenes

SCENES: Scenes = {
    **centres.SCENES,
    **consent.SCENES,
    **figures.SCENES,
    **identity.SCENES,
    **joining.SCENES,
    **mentoring.SCENES,
    **moving.SCENES,
    **partner_systems.SCENES,
    **partnerships.SCENES,
    **plans.SCENES,
    **reach.SCENES,
    **recovery.SCENES,
    **service.SCENES,
    **sobriety.SCENES,
    **story.SCENES,
    **webhooks.SCENES,
    **rights.SCENES,
}
