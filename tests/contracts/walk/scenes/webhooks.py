"""Where the centre's own system hears of facts."""

from alumni.domain.webhook import Delivery, DeliveryState, Kind, Webhook
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.stage import Cast, Scene

WEBHOOKS = "/api/alumni/centre/webhooks"
ONE = f"{WEBHOOKS}/<id:webhook_id>"


def _webhook(cast: Cast) -> str:
    webhook = Webhook(
        id=new_id(),
        centre_id=CENTRE,
        url="https://127.0.0.1/hamrah",  # to which nothing is sent
        kinds=frozenset({Kind.REACH_ASKED}),
        created_at=utc_now(),
    )
    cast.stores.database["webhooks"].delete_many({})  # of which a centre has a bounded number
    cast.stores.webhooks.add(webhook)
    return webhook.id


def a_webhook(cast: Cast) -> Scene:
    """Do something to a webhook of the centre."""
    return Scene(names={"webhook_id": _webhook(cast)})


def a_dead_letter(cast: Cast) -> Scene:
    """Send once more what did not arrive."""
    delivery = Delivery(
        id=new_id(),
        webhook_id=_webhook(cast),
        centre_id=CENTRE,
        kind=Kind.REACH_ASKED.value,
        occurred_at=utc_now(),
        data={},
        due_at=utc_now(),
        state=DeliveryState.DEAD,
        ended_at=utc_now(),
    )
    cast.stores.deliveries.add_once([delivery])
    return Scene(names={"webhook_id": delivery.webhook_id, "delivery_id": delivery.id})


SCENES: Scenes = {
    ("POST", WEBHOOKS): nothing,
    ("GET", WEBHOOKS): lambda cast: Scene(shows=_webhook(cast)),
    ("DELETE", ONE): a_webhook,
    ("POST", f"{ONE}/rotation"): a_webhook,
    ("POST", f"{ONE}/ping"): a_webhook,
    ("POST", f"{ONE}/resumption"): a_webhook,
    ("GET", f"{ONE}/dead-letters"): a_webhook,
    ("POST", f"{ONE}/dead-letters/<id:delivery_id>/replay"): a_dead_letter,
}
