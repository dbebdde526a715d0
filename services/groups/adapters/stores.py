"""The service's own database: its collections by name, and their indexes."""

from typing import Any

from pymongo.database import Database

from groups.adapters.mongo import MongoOccurrences
from groups.adapters.mongo_absences import MongoAbsences
from groups.adapters.mongo_attendance import MongoAttendances, MongoTries
from groups.adapters.mongo_calendars import MongoCalendars
from groups.adapters.mongo_centres import MongoCentres
from groups.adapters.mongo_certificates import MongoCertificates
from groups.adapters.mongo_groups import MongoGroups
from groups.adapters.mongo_imports import MongoImports
from groups.adapters.mongo_memberships import MongoMemberships, MongoPeople
from groups.adapters.mongo_personal import MongoPersonalData
from groups.adapters.mongo_posts import MongoPosts
from groups.adapters.mongo_readers import MongoReaders
from groups.adapters.mongo_rosters import MongoRosters
from groups.adapters.mongo_series import MongoSeries
from groups.adapters.mongo_sources import MongoSources
from groups.adapters.mongo_standing import MongoStandingSeats
from groups.adapters.mongo_threads import MongoThreads


class Stores:
    """The ports that MongoDB answers, and the occurrences' collection for reads.

    `outboxes` names the collections whose documents carry facts for the relay.
    """

    outboxes = (
        "occurrences",
        "series",
        "standing",
        "sources",
        "groups",
        "attendances",
        "absences",
        "threads",
        "posts",
        "erasures",
    )

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.database = database
        self.rows = database["occurrences"]
        self.occurrences = MongoOccurrences(self.rows)
        self.series = MongoSeries(database["series"])
        self.standing = MongoStandingSeats(database["standing"])
        self.imports = MongoImports(database)
        self.sources = MongoSources(database["sources"])
        self.calendars = MongoCalendars(database["calendars"])
        self.groups = MongoGroups(database)
        self.centres = MongoCentres(database)
        self.memberships = MongoMemberships(database["memberships"])
        self.people = MongoPeople(database["people"])
        self.rosters = MongoRosters(database["rosters"], self.groups)
        self.attendances = MongoAttendances(database)
        self.tries = MongoTries(database)
        self.absences = MongoAbsences(database)
        self.certificates = MongoCertificates(database)
        self.threads = MongoThreads(database)
        self.posts = MongoPosts(database["posts"])
        self.readers = MongoReaders(database)
        self.personal = MongoPersonalData(database)

    def ensure_indexes(self) -> None:
        """Create every index that is missing."""
        self.occurrences.ensure_indexes()
        self.series.ensure_indexes()
        self.standing.ensure_indexes()
        self.imports.ensure_indexes()
        self.sources.ensure_indexes()
        self.calendars.ensure_indexes()
        self.groups.ensure_indexes()
        self.centres.ensure_indexes()
        self.memberships.ensure_indexes()
        self.attendances.ensure_indexes()
        self.tries.ensure_indexes()
        self.absences.ensure_indexes()
        self.certificates.ensure_indexes()
        self.threads.ensure_indexes()
        self.posts.ensure_indexes()
        self.readers.ensure_indexes()
        self.personal.ensure_indexes()
        self.rosters.ensure_indexes()
