"""The help lines of India, which come before anything else that somebody in need is told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpLine:
    """One line a person can call: its number, who answers, and when."""

    number: str
    name: str
    also: str | None = None
    hours: str | None = None


HELP_LINES = (
    HelpLine("112", "Emergency", hours="24x7"),
    HelpLine("14416", "Tele-MANAS, mental health", also="1-800-891-4416", hours="24x7"),
    HelpLine("14446", "National de-addiction helpline"),
    HelpLine("181", "Women"),
    HelpLine("1098", "Children"),
)
