"""The stores of alumni, in memory or on MongoDB, with the handlers bound to them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database

from alumni.adapters import memory
from alumni.adapters.memory_consents import InMemoryConsents
from alumni.adapters.memory_joining import InMemoryInvitations
from alumni.adapters.memory_use import InMemoryDaysOfUse
from alumni.adapters.stores import Stores
from alumni.adapters.tokens import SignedTokens
from alumni.domain.allowance import Limits
from alumni.domain.attempt import SignInAttempt
from alumni.domain.commands import AddContact, RequestCode, SignIn
from alumni.domain.consent import NOTICE
from alumni.domain.contact import Language, SealedContact
from alumni.domain.joining import MEMBERSHIP, Joining
from alumni.domain.member import HOME_TIME_ZONE, Member
from alumni.handlers.joining import Door
from alumni.handlers.profile import add_contact
from alumni.handlers.sign_in import SignedIn, request_code, sign_in
from alumni.ports import Allowances, Centres, Members, Sessions, SignInAttempts
from alumni.ports.consents import Consents
from alumni.ports.joining import Invitations
from alumni.ports.use import DaysOfUse
from tests.alumni.keys import HASHES, SEAL, phone, signing_pem, unseal

# Years ahead: MongoDB forgets by its own clock what has expired, and no test here is about that.
NOON = datetime(2070, 1, 1, 12, tzinfo=UTC)
JOINING = Joining(adult=True, notice=NOTICE, purposes=frozenset({MEMBERSHIP}))


@dataclass(kw_only=True)
class World:
    """The stores of one test, and a clock that only the test moves."""

    members: Members
    attempts: SignInAttempts
    sessions: Sessions
    allowances: Allowances
    centres: Centres
    consents: Consents
    invitations: Invitations
    use: DaysOfUse
    tokens: SignedTokens = field(default_factory=lambda: SignedTokens(signing_pem()))
    limits: Limits = field(default_factory=lambda: Limits(per_contact=1000, per_address=1000))
    now: datetime = NOON

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def request(
        self,
        contact: SealedContact | None = None,
        *,
        member_id: str | None = None,
        address: str = "192.0.2.1",
        language: Language = Language.ENGLISH,
    ) -> tuple[SignInAttempt, str]:
        """Ask for a code; give the attempt and the code as the person reads it."""
        attempt = request_code(
            RequestCode(
                contact=contact or phone(),
                language=language,
                address_hash=HASHES.of_address(address),
                member_id=member_id,
            ),
            attempts=self.attempts,
            allowances=self.allowances,
            limits=self.limits,
            seal=SEAL,
            hashes=HASHES,
            at=self.now,
        )
        return attempt, unseal(attempt.events[0].sealed_code)

    @property
    def door(self) -> Door:
        """What joining works with."""
        return Door(
            members=self.members,
            consents=self.consents,
            invitations=self.invitations,
            centres=self.centres,
            allowances=self.allowances,
            limits=self.limits,
            hashes=HASHES,
        )

    def enter(
        self,
        attempt_id: str,
        code: str,
        time_zone: str = HOME_TIME_ZONE,
        joining: Joining | None = JOINING,
    ) -> SignedIn:
        """Enter a code to sign in, or to join where the person has not yet."""
        return sign_in(
            SignIn(attempt_id=attempt_id, code=code, time_zone=time_zone, joining=joining),
            attempts=self.attempts,
            sessions=self.sessions,
            door=self.door,
            tokens=self.tokens,
            at=self.now,
        )

    def sign_in(self, contact: SealedContact | None = None) -> SignedIn:
        """Sign in with a contact, from asking for the code on."""
        attempt, code = self.request(contact)
        return self.enter(attempt.id, code)

    def add_contact(self, member_id: str, attempt_id: str, code: str) -> Member:
        """Enter a code to add a contact."""
        return add_contact(
            AddContact(member_id=member_id, attempt_id=attempt_id, code=code),
            attempts=self.attempts,
            members=self.members,
            hashes=HASHES,
            at=self.now,
        )


def in_memory() -> World:
    """Stores in memory."""
    return World(
        members=memory.InMemoryMembers(),
        attempts=memory.InMemorySignInAttempts(),
        sessions=memory.InMemorySessions(),
        allowances=memory.InMemoryAllowances(),
        centres=memory.InMemoryCentres(),
        consents=InMemoryConsents(),
        invitations=InMemoryInvitations(),
        use=InMemoryDaysOfUse(),
    )


def on_mongodb(database: Database[dict[str, Any]]) -> World:
    """Stores on the real MongoDB."""
    stores = Stores(database)
    stores.ensure_indexes()
    return World(
        members=stores.members,
        attempts=stores.attempts,
        sessions=stores.sessions,
        allowances=stores.allowances,
        centres=stores.centres,
        consents=stores.consents,
        invitations=stores.invitations,
        use=stores.days_of_use,
    )


def other_code(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
