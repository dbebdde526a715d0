"""The API of alumni on a real database, with everybody who may call, and requests about what is one's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from pymongo.database import Database
from werkzeug.test import TestResponse

from alumni import bootstrap
from alumni.adapters.keys import Keys
from alumni.adapters.stores import Stores
from alumni.adapters.tokens import AUDIENCE, ISSUER, SignedTokens
from alumni.domain.allowance import Limits
from alumni.domain.api_key import ApiKey, Scope
from alumni.domain.centre import Centre
from alumni.domain.consent import GENERAL, NOTICE
from alumni.domain.contact import Language
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member, Role
from alumni.entrypoints.policy.grants import Endpoint
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.alumni.keys import EDGE, phone
from tests.contracts.walk.expected import CENTRE, OTHER_CENTRE, PARTS

ROOT = "/api/alumni"
PLENTY = Limits(per_contact=10**6, per_address=10**6)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What one request is about.

    `names` gives the ids in the path, and `words` what else stands there; `sends` is what the request
    carries, and `instead` the same about something that nobody has, where the path names nothing. `shows`
    stands in every answer to who may see the thing; `done` tells, where the answer is the same either way,
    whether something was done to it. `after_all` names the problems that a caller hears who was let in, but
    comes too early or has no need of it.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    sends: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, Any] | None = None
    shows: str | None = None
    done: Callable[[], bool] | None = None
    after_all: frozenset[str] = frozenset()

    @property
    def about(self) -> bool:
        """Tell whether there is a thing of somebody that the request is about."""
        return self.is_named or self.shows is not None

    @property
    def is_named(self) -> bool:
        """Tell whether the request names the thing, so that it can name one that nobody has."""
        return bool(self.names) or self.instead is not None


class Stage:
    """One application for the whole walk."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._key = Ed25519PrivateKey.generate()
        pem = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        keys = Keys(edge=EDGE, signer=SignedTokens(pem))
        self._kid = keys.signer.jwks()["keys"][0]["kid"]
        self.stores = Stores(database)
        self.stores.ensure_indexes()
        self.app: Flask = bootstrap.api(keys.signer.jwks)
        bootstrap.bind(self.app, self.stores, keys, PLENTY, "https://hamrah.example")
        for centre_id, city in ((CENTRE, "Ludhiana"), (OTHER_CENTRE, "Moga")):
            self.stores.centres.add(Centre(id=centre_id, name=f"Sandbox of {city}", city=city))
        self._numbers = iter(range(10**6, 10**7))

    def clear(self) -> None:
        """Forget everything but the centres, so that no list is longer than a page."""
        for name in set(self.stores.database.list_collection_names()) - {"centres"}:
            self.stores.database[name].delete_many({})

    def contact(self) -> Any:
        """Seal a phone number that nobody has."""
        return phone(f"+91987{next(self._numbers)}")

    def token(self, subject: str, part: str, session_id: str) -> str:
        """Sign what the part's token says."""
        played = PARTS[part]
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": subject,
            "sid": session_id,
            "roles": sorted(played.roles),
            "scopes": sorted(played.scopes),
            "iat": utc_now(),
            "exp": utc_now() + timedelta(minutes=5),
        }
        if played.centre:
            claims["centre"] = played.centre
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self._kid})


class Cast:
    """Everybody, new in the network, so that nothing is left from the scene before."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.stores = stage.stores
        self.ids = {part: new_id() for part in PARTS}
        self.sessions = {part: new_id() for part in PARTS}
        self._tokens: dict[str, str] = {}
        self.stores.database["api_keys"].delete_many({})  # of which a centre has a bounded number
        for part, played in PARTS.items():
            if Role.MEMBER in played.roles:
                self.stores.members.add(self._member(part))
            elif played.centre:
                self.stores.api_keys.add(self._key(part))
        self.stores.consents.give(
            self.ids["owner"], GENERAL, notice=NOTICE, language=Language.ENGLISH.value, at=utc_now()
        )

    @property
    def owner(self) -> str:
        """Name whose the thing is."""
        return self.ids["owner"]

    def member(self, part: str) -> Member:
        """Load somebody."""
        return self.stores.members.get(self.ids[part])

    def call(self, part: str, method: str, path: str, **sends: Any) -> TestResponse:
        """Call an endpoint as somebody."""
        headers = dict(sends.pop("headers", {}))
        if part != "visitor":
            if part not in self._tokens:
                self._tokens[part] = self.stage.token(self.ids[part], part, self.sessions[part])
            headers["Authorization"] = f"Bearer {self._tokens[part]}"
        return self.stage.app.test_client().open(path, method=method, headers=headers, **sends)

    def make(self, part: str, path: str, body: Any = None) -> Any:
        """Make something as somebody who may, and give the answer's body."""
        answer = self.call(part, "POST", ROOT + path, json=body)
        assert answer.status_code < 300, (path, answer.json)
        return answer.json

    def ask(self, part: str, endpoint: Endpoint, scene: Scene, *, nowhere: bool = False) -> TestResponse:
        """Make the scene's request as somebody; `nowhere` names instead what nobody has."""
        method, route = endpoint
        names, sends = {**scene.names, **scene.words}, scene.sends
        if nowhere and scene.instead is not None:
            sends = scene.instead
        elif nowhere:
            names[next(iter(scene.names))] = new_id()
        path = "/".join(_filled(segment, names) for segment in route.split("/"))
        return self.call(part, method, path, **sends)

    def _key(self, part: str) -> ApiKey:
        return ApiKey(
            id=self.ids[part],
            centre_id=PARTS[part].centre or "",
            label=self.ids[part],
            scopes=frozenset(Scope),
            secret_hash="",
            created_at=utc_now(),
        )

    def _member(self, part: str) -> Member:
        played, at = PARTS[part], utc_now()
        member = Member.join(
            self.ids[part],
            self.stage.contact(),
            handle=Handle.generate(),
            language=Language.ENGLISH,
            time_zone=HOME_TIME_ZONE,
            at=at,
        )
        member.accept_notice(NOTICE, gender=None, languages=("en",))
        if played.home:
            member.confirm_home(played.home)
        if played.centre:
            member.appoint_coordinator(played.centre)
        if Role.NETWORK_ADMINISTRATOR in played.roles:
            member.appoint_network_administrator()
        return member


def _filled(segment: str, names: Mapping[str, str]) -> str:
    if not segment.startswith("<"):
        return segment
    return names[segment.strip("<>").rpartition(":")[2]]
