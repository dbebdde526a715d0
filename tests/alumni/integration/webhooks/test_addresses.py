"""Webhooks are never sent inside, whatever a name or a redirection leads to."""

import pytest

from alumni.adapters.webhook_post import WebhookPost
from alumni.handlers.webhooks import deliver_due
from chassis.clock import utc_now
from tests.alumni.integration.webhooks.system import System, deliver, hear, subscribe, use
from tests.alumni.keys import HASHES
from tests.alumni.staff import Network


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "https://2130706433/",
        "https://192.168.0.1:8443/",
        "https://user@93.184.215.14/",
        "https://93.184.215.14:25/",
        "http://93.184.215.14/",
    ],
)
def test_addresses_inside_and_without_tls_are_refused_when_made(network: Network, url: str):
    use(network, WebhookPost(HASHES))

    answer = network.coordinator().post("/centre/webhooks", {"url": url, "kinds": ["reach.asked"]})

    assert (answer.status_code, answer.json["code"]) == (409, "webhook-refused")


def test_name_that_leads_inside_later_is_refused_at_the_delivery(network: Network, system: System):
    addresses = ["93.184.215.14"]
    post = WebhookPost(HASHES, resolve=lambda _host, _port: addresses)
    use(network, post)
    coordinator = network.coordinator()
    body = {"url": "https://rebinding.example/", "kinds": ["reach.asked"]}
    webhook_id = coordinator.post("/centre/webhooks", body).json["id"]
    addresses[:] = ["127.0.0.1"]
    hear(network)

    stores = network.stores
    deliver_due(webhooks=stores.webhooks, deliveries=stores.deliveries, post=post, at=utc_now())

    delivery = network.database["webhook_deliveries"].find_one({})
    assert delivery is not None
    assert (delivery["outcome"], delivery["tries"]) == ("refused", 1)
    pinged = coordinator.post(f"/centre/webhooks/{webhook_id}/ping", None).json
    assert pinged == {"arrived": False, "outcome": "refused"}
    assert system.got == []


def test_redirection_is_not_followed(network: Network, system: System):
    made = subscribe(network.coordinator(), system)
    system.status, system.location = 307, f"http://127.0.0.1:{system.port}/inside"
    hear(network)

    assert deliver(network, system) == 0

    assert len(system.got) == 1
    [shown] = network.coordinator().get("/centre/webhooks").json["items"]
    assert shown["id"] == made["id"]
    assert shown["failing_since"] is not None
