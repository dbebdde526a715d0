"""What the handlers need from the world outside the rules, a file per subject."""

from groups.ports.feeds import Feeds
from groups.ports.groups import Groups, Memberships, People, Rosters
from groups.ports.places import Occurrences
from groups.ports.series import AllSeries

__all__ = ["AllSeries", "Feeds", "Groups", "Memberships", "Occurrences", "People", "Rosters"]
