"""What can go wrong by the rules; no error here knows an HTTP status."""

from __future__ import annotations


class NotifyError(Exception):
    """A caller asked for what the rules do not allow, or what does not exist."""


class MessageUnknown(NotifyError):
    """There is no message of this id."""


class TextUnknown(NotifyError):
    """The caller's own home has no text of this id."""


class SignatureRefused(NotifyError):
    """A receipt was not signed by the provider."""


class WebhookUnreadable(NotifyError):
    """A provider sent what it does not document."""


class NothingOpen(NotifyError):
    """No contact is open to the caller, or not any more."""


class EntryUnknown(NotifyError):
    """The member's inbox has no entry of this id."""


class MemberUnknown(NotifyError):
    """Nobody told us yet how to reach the member."""


class ChannelUnreachable(NotifyError):
    """The member cannot be reached over the channel, or stopped it."""


class TooSoon(NotifyError):
    """The member asked for the same a moment ago."""


class LinkUnknown(NotifyError):
    """A link was not signed by us, is too old, or its member is gone."""


class BudgetUnknown(NotifyError):
    """There is no budget that the caller may see."""


class TemplateUnknown(NotifyError):
    """There is no template of this name."""


class Unsealable(Exception):
    """A sealed text was not sealed to our key, or holds something else than text."""


class Unwritable(Exception):
    """A message cannot be put into words; the cause is a code that says nothing of what it holds."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause
