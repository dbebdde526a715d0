"""What the handlers and the sender need of the world outside the rules, a file per subject."""

from notify.ports.answers import Answers, Numbers, UnreadTexts
from notify.ports.broadcasts import BroadcastMessages, Broadcasts, Segments
from notify.ports.meetings import Seats
from notify.ports.messages import Budgets, Messages, Refusals, Tallies
from notify.ports.people import Choices, Glasses, MemberContacts, PersonalData, Reach, SealedContacts, Writers
from notify.ports.sending import Envelope, Provider, Switches, Writing

__all__ = [
    "Answers",
    "BroadcastMessages",
    "Broadcasts",
    "Budgets",
    "Choices",
    "Envelope",
    "Glasses",
    "MemberContacts",
    "Messages",
    "Numbers",
    "PersonalData",
    "Provider",
    "Reach",
    "Refusals",
    "SealedContacts",
    "Seats",
    "Segments",
    "Switches",
    "Tallies",
    "UnreadTexts",
    "Writers",
    "Writing",
]
