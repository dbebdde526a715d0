"""Reads: what became of messages, never what they said, nor to whom they went."""

from notify.views.messages import messages_of

__all__ = ["messages_of"]
