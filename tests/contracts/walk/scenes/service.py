"""What the service tells of itself, and the sealed contacts."""

from alumni.domain.attempt import SignInAttempt, draw_code
from alumni.domain.contact import Language
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.alumni.keys import HASHES, SEAL
from tests.contracts.walk.scenes.maker import Scenes, nothing
from tests.contracts.walk.stage import Cast, Scene


def contacts(cast: Cast) -> Scene:
    """Those of the owner."""
    return Scene(names={"member_id": cast.owner})


def an_attempt(cast: Cast, member_id: str | None = None) -> tuple[str, str]:
    """Let somebody ask for a code; give the attempt's id and the code."""
    attempt_id, code = new_id(), draw_code()
    attempt = SignInAttempt.open(
        attempt_id,
        cast.stage.contact(),
        code_mac=HASHES.of_code(attempt_id, code),
        sealed_code=SEAL.seal(code),
        language=Language.ENGLISH,
        member_id=member_id,
        at=utc_now(),
    )
    cast.stores.attempts.add(attempt)
    return attempt_id, code


def contact_of_attempt(cast: Cast) -> Scene:
    """That of somebody who signs in."""
    return Scene(names={"attempt_id": an_attempt(cast)[0]})


SCENES: Scenes = {
    ("GET", "/health/live"): nothing,
    ("GET", "/health/ready"): nothing,
    ("GET", "/metrics"): nothing,
    ("GET", "/openapi.json"): nothing,
    ("GET", "/api/alumni/openapi.json"): nothing,
    ("GET", "/.well-known/jwks.json"): nothing,
    ("GET", "/api/alumni/jwks.json"): nothing,
    ("GET", "/sealed-contacts/members/<id:member_id>"): contacts,
    ("GET", "/sealed-contacts/attempts/<id:attempt_id>"): contact_of_attempt,
}
