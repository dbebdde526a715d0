"""Keys and contacts for the tests; every number and address here is invented."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from nacl.encoding import Base64Encoder
from nacl.public import PrivateKey, SealedBox

from alumni.adapters.edge import Edge
from alumni.adapters.sealing import NotifySeal, SecretHashes
from alumni.domain.contact import Channel, SealedContact

PHONE = "+919876543210"
EMAIL = "asha@example.org"

NOTIFY_KEY = PrivateKey.generate()
SEAL = NotifySeal(bytes(NOTIFY_KEY.public_key))
HASHES = SecretHashes(bytes(range(32)))
EDGE = Edge(seal=SEAL, hashes=HASHES)


def unseal(text: str) -> str:
    """Open what is sealed to notify, as only notify can."""
    return SealedBox(NOTIFY_KEY).decrypt(text.encode(), encoder=Base64Encoder).decode()


def phone(number: str = PHONE) -> SealedContact:
    """A sealed phone number."""
    return EDGE.contact(Channel.SMS, number)


def email(address: str = EMAIL) -> SealedContact:
    """A sealed e-mail address."""
    return EDGE.contact(Channel.EMAIL, address)


def signing_pem() -> bytes:
    """A new Ed25519 signing key."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
