"""What the handlers need from the world outside the rules, a file per subject."""

from groups.ports.absences import Absences, Sheet
from groups.ports.attendance import Attendances, Tries
from groups.ports.boards import Posts, Readers, Threads
from groups.ports.calendars import Calendars
from groups.ports.centres import Centres
from groups.ports.certificates import CertificatePrinter, Certificates
from groups.ports.feeds import Feeds, Imports, Sources
from groups.ports.groups import Groups, Memberships, People, Rosters
from groups.ports.places import Occurrences
from groups.ports.series import AllSeries
from groups.ports.standing import AllStandingSeats

__all__ = [
    "Absences",
    "AllSeries",
    "AllStandingSeats",
    "Attendances",
    "Calendars",
    "Centres",
    "CertificatePrinter",
    "Certificates",
    "Feeds",
    "Groups",
    "Imports",
    "Memberships",
    "Occurrences",
    "People",
    "Posts",
    "Readers",
    "Rosters",
    "Sheet",
    "Sources",
    "Threads",
    "Tries",
]
