"""Where what a client says of itself becomes unreadable: its contact and its network address."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from alumni.adapters.sealing import NotifySeal, SecretHashes
from alumni.domain.contact import Channel, SealedContact


@dataclass(frozen=True, kw_only=True)
class Edge:
    """Seals contacts to notify and hashes addresses, before anything is stored."""

    seal: NotifySeal
    hashes: SecretHashes

    def contact(self, channel: Channel, contact: str) -> SealedContact:
        """Seal a normalised contact; nothing behind this point sees it."""
        index = self.hashes.of_contact(channel, contact)
        return SealedContact(channel=channel, index=index, sealed=self.seal.seal(contact))

    def address(self, address: str) -> str:
        """Hash a client's address; an IPv6 client has a whole /64 and counts once."""
        try:
            parsed = ip_address(address)
        except ValueError:
            return self.hashes.of_address("unknown")
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
            return self.hashes.of_address(str(ip_network((parsed, 64), strict=False)))
        return self.hashes.of_address(str(getattr(parsed, "ipv4_mapped", None) or parsed))
