"""Whose fault it is that a provider refuses a message for good; each adapter says by which code."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Where the reason lies, which says who may still be tried."""

    MESSAGE = "message"  # nobody would take it, or nobody knows
    RECIPIENT = "recipient"  # the contact is dead, or closed to us, for good and with every provider
    PROVIDER = "provider"  # this provider alone: another one of the channel may take it
