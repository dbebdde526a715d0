"""Sealing for notify, and hashing under this service's own key."""

import base64
import hashlib
import hmac

from nacl.public import PublicKey, SealedBox

from alumni.domain.contact import Channel


class NotifySeal:
    """Seals to notify's public key: https://doc.libsodium.org/public-key_cryptography/sealed_boxes."""

    def __init__(self, public_key: bytes) -> None:
        self._box = SealedBox(PublicKey(public_key))

    def seal(self, text: str) -> str:
        """Seal a text, as base64."""
        return base64.b64encode(self._box.encrypt(text.encode())).decode()


class SecretHashes:
    """HMAC-SHA256 under one key; the purpose is hashed along, so no hash serves for another."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_contact(self, channel: Channel, contact: str) -> str:
        """Give the blind index of a normalised contact; an e-mail address in any case is the same."""
        return self._hash("contact", channel.value, contact.casefold())

    def of_code(self, attempt_id: str, code: str) -> str:
        """Hash a code for one attempt."""
        return self._hash("code", attempt_id, code)

    def of_invitation(self, code: str) -> str:
        """Hash the code of an invitation."""
        return self._hash("invitation", code)

    def of_address(self, address: str) -> str:
        """Hash a client's network address."""
        return self._hash("address", address)

    def of_webhook(self, webhook_id: str, generation: int) -> str:
        """Derive the secret of a webhook, so that none has to be kept."""
        return self._hash("webhook", webhook_id, str(generation))

    def _hash(self, *parts: str) -> str:
        return hmac.new(self._key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()
