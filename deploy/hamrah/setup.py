"""The first-run job of the containers: keys, the replica set, topics and the gateway's configuration."""

import os
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from hamrah.gateway import SERVICES, GatewaySettings, render
from hamrah.secrets import generate
from hamrah.topics import create_topics

_ALREADY_INITIALIZED = 23


def set_up() -> None:
    """Do everything once; what exists is kept, so the job may run at every start.

    Reads HAMRAH_SETUP_SECRETS (directory), HAMRAH_SETUP_GATEWAY (file to write),
    HAMRAH_SETUP_REPLICA_SET (host:port), HAMRAH_KAFKA_BOOTSTRAP, HAMRAH_MONGODB_URI
    and HAMRAH_PUBLIC_URL; KeyError names a missing one.
    """
    development = os.environ.get("HAMRAH_ENVIRONMENT", "production") == "development"
    generate(Path(os.environ["HAMRAH_SETUP_SECRETS"]), development=development)
    initiate_replica_set(os.environ["HAMRAH_SETUP_REPLICA_SET"], os.environ["HAMRAH_MONGODB_URI"])
    create_topics(os.environ["HAMRAH_KAFKA_BOOTSTRAP"])
    Path(os.environ["HAMRAH_SETUP_GATEWAY"]).write_text(render(_gateway_settings()))


def _gateway_settings() -> GatewaySettings:
    return GatewaySettings(
        bind="0.0.0.0:8080",  # Inside its container; compose publishes it on 127.0.0.1 only.
        services={name: f"{name}:8000" for name in SERVICES},
        public_url=os.environ["HAMRAH_PUBLIC_URL"],
        admin_socket="/tmp/envoy-admin.sock",  # noqa: S108 - inside the gateway's own container
        # Behind the container network every client has one address.
        requests_burst=2000,
        requests_per_second=500,
        sign_in_burst=600,
        sign_in_per_minute=300,
    )


def initiate_replica_set(address: str, uri: str) -> None:
    """Make the MongoDB at `address` a replica set of one, named as in `uri`, and await its primary."""
    host, _, port = address.partition(":")
    name = uri.rpartition("replicaSet=")[2].partition("&")[0]
    with MongoClient[dict[str, object]](host, int(port), directConnection=True) as client:
        try:
            members = [{"_id": 0, "host": address}]
            client.admin.command("replSetInitiate", {"_id": name, "members": members})
        except OperationFailure as failure:
            if failure.code != _ALREADY_INITIALIZED:
                raise
    with MongoClient[dict[str, object]](uri) as client:
        client.admin.command("ping")
