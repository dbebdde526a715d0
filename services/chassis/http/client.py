"""Who is at the other end of the connection."""

from ipaddress import ip_address

from flask import request


def client_address() -> str:
    """Return the client's address as the gateway saw it: the last entry of X-Forwarded-For.

    Earlier entries are whatever the client wrote. Without the header, or with one that is no
    address, the peer of the connection counts.
    """
    forwarded = request.environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(forwarded))
    except ValueError:
        return request.remote_addr or ""
