"""The bytes of a feed as text: unpacked within bounds, and decoded as its writer most likely meant."""

import re
import zlib

from groups.domain.errors import FeedInvalid

MAX_BYTES = 5 * 1024 * 1024  # as it comes, and as it is when unpacked

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DAMAGED = "\ufffd"


def text_of(content: bytes) -> str:
    """Decode a feed; raises FeedInvalid for what is too large or no text.

    UTF-8 as it should be, UTF-16 with its mark, and else the Windows code page of old exports.
    """
    if content.startswith(_ZIP):
        raise FeedInvalid("This is a zip archive; send the feed that is in it.")
    if content.startswith(_GZIP):
        content = _unpacked(content)
    if len(content) > MAX_BYTES:
        raise FeedInvalid(f"The feed is larger than {MAX_BYTES // 1024**2} MiB.")
    text = _decoded(content)
    if _NO_TEXT.search(text):
        raise FeedInvalid("The feed is not UTF-8 text.")
    return text


def _unpacked(content: bytes) -> bytes:
    """Unpack one byte more than may come, and not the rest of what may be a bomb."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(content, MAX_BYTES + 1)
    except zlib.error:
        raise FeedInvalid("The feed is packed, and damaged.") from None
    if len(plain) <= MAX_BYTES and not unpacking.eof:
        raise FeedInvalid("The feed is packed, and breaks off.")
    return plain


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise FeedInvalid("The feed is not UTF-8 text.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _mended(content)


def _mended(content: bytes) -> str:
    """Read UTF-8 in which a few characters were cut in half, or a code page of single bytes."""
    text = content.decode("utf-8-sig", errors="replace")
    foreign = sum(letter > "\x7f" for letter in text)
    if text.count(_DAMAGED) * 3 <= foreign:
        return text.replace(_DAMAGED, "")
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
