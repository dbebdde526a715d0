"""Opens what was sealed to this service's key, at the moment of sending and nowhere else."""

from __future__ import annotations

import base64
import binascii

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from notify.domain.errors import Unsealable


class PrivateSeal:
    """Holds the private key; contacts are sealed by alumni, which knows the public one only."""

    def __init__(self, private_key_hex: bytes) -> None:
        self._box = SealedBox(PrivateKey(bytes.fromhex(private_key_hex.decode("ascii"))))

    def seal(self, text: str) -> str:
        """Seal a text that came to us to our own key, so that it rests as contacts do (base64)."""
        return base64.b64encode(self._box.encrypt(text.encode("utf-8"))).decode("ascii")

    def unseal(self, sealed: str) -> str:
        """Open one sealed text (base64); raises Unsealable, which does not say what it held."""
        try:
            return self._box.decrypt(base64.b64decode(sealed, validate=True)).decode("utf-8")
        except (CryptoError, binascii.Error, UnicodeDecodeError) as error:
            raise Unsealable(type(error).__name__) from None
