"""The service's own database: its collections by name, and their indexes."""

from typing import Any

from pymongo.database import Database

from alumni.adapters.assignment import OptimalAssignment
from alumni.adapters.export_files import GridFSFiles
from alumni.adapters.mongo.allowances import MongoAllowances
from alumni.adapters.mongo.api_keys import MongoApiKeys
from alumni.adapters.mongo.attempts import MongoSignInAttempts
from alumni.adapters.mongo.attendance import MongoAttendance
from alumni.adapters.mongo.audit import MongoAudit
from alumni.adapters.mongo.blocks import MongoBlocks
from alumni.adapters.mongo.centre_files import MongoCentreFiles
from alumni.adapters.mongo.centres import MongoCentres
from alumni.adapters.mongo.check_in_plans import MongoCheckInPlans
from alumni.adapters.mongo.check_ins import MongoCheckIns
from alumni.adapters.mongo.cohorts import MongoCohorts
from alumni.adapters.mongo.consents import MongoConsents
from alumni.adapters.mongo.deliveries import MongoDeliveries
from alumni.adapters.mongo.erasures import MongoErasures
from alumni.adapters.mongo.exports import MongoExports
from alumni.adapters.mongo.glasses import MongoGlasses
from alumni.adapters.mongo.joining import MongoInvitations
from alumni.adapters.mongo.leaving import MongoLeavings
from alumni.adapters.mongo.matching_field import MongoField
from alumni.adapters.mongo.members import MongoMembers
from alumni.adapters.mongo.mentors import MongoMentors
from alumni.adapters.mongo.milestones import MongoCongratulations, MongoMilestones
from alumni.adapters.mongo.moving import MongoHomes, MongoMoves
from alumni.adapters.mongo.pairs import MongoPairs, MongoWishes
from alumni.adapters.mongo.partnerships import MongoCompanionship, MongoPartnerships
from alumni.adapters.mongo.personal import MongoPersonalData
from alumni.adapters.mongo.plans import MongoPlans
from alumni.adapters.mongo.reach import MongoReaches
from alumni.adapters.mongo.recovery import MongoRecoveries
from alumni.adapters.mongo.reports import MongoReports
from alumni.adapters.mongo.sessions import MongoSessions
from alumni.adapters.mongo.sober_since import MongoSoberSince
from alumni.adapters.mongo.sobriety import MongoSobrietyRecords
from alumni.adapters.mongo.story import MongoReviewers, MongoStories
from alumni.adapters.mongo.story_marks import MongoHelpedMarks, MongoPicks
from alumni.adapters.mongo.use import MongoDaysOfUse
from alumni.adapters.mongo.webhooks import MongoWebhooks
from alumni.handlers.pairs import Walks


class Stores:
    """The ports that MongoDB answers.

    `outboxes` names the collections whose documents carry facts for the relay.
    """

    outboxes = (
        "members",
        "pairs",
        "reports",
        "sign_in_attempts",
        "recoveries",
        "congratulations",
        "milestones",
        "check_in_plans",
        "check_ins",
        "partnerships",
        "consents",
        "erasures",
        "exports",
        "glasses",
        "centres",
        "stories",
        "reaches",
        "leavings",
    )

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.database = database
        self.members = MongoMembers(database)
        self.blocks = MongoBlocks(database)
        self.mentors = MongoMentors(database)
        self.wishes = MongoWishes(database)
        self.pairs = MongoPairs(database)
        self.cohorts = MongoCohorts(database)
        self.assignment = OptimalAssignment()
        self.reports = MongoReports(database)
        self.field = MongoField(database)
        self.walks = Walks(pairs=self.pairs, mentors=self.mentors, blocks=self.blocks, field=self.field)
        self.sober_since = MongoSoberSince(database)
        self.attempts = MongoSignInAttempts(database)
        self.sessions = MongoSessions(database)
        self.allowances = MongoAllowances(database)
        self.centres = MongoCentres(database)
        self.centre_files = MongoCentreFiles(database)
        self.consents = MongoConsents(database)
        self.audit = MongoAudit(database)
        self.erasures = MongoErasures(database)
        self.exports = MongoExports(database)
        self.glasses = MongoGlasses(database)
        self.export_files = GridFSFiles(database)
        self.personal = MongoPersonalData(database)
        self.invitations = MongoInvitations(database)
        self.coordinator_invitations = MongoInvitations(database, "coordinator_invitations")
        self.recoveries = MongoRecoveries(database)
        self.days_of_use = MongoDaysOfUse(database)
        self.attendance = MongoAttendance(database)
        self.sobriety = MongoSobrietyRecords(database)
        self.plans = MongoPlans(database)
        self.congratulations = MongoCongratulations(database)
        self.milestones = MongoMilestones(database)
        self.check_in_plans = MongoCheckInPlans(database)
        self.check_ins = MongoCheckIns(database)
        self.companionship = MongoCompanionship(database)
        self.partnerships = MongoPartnerships(database)
        self.stories = MongoStories(database)
        self.reviewers = MongoReviewers(database)
        self.helped = MongoHelpedMarks(database)
        self.picks = MongoPicks(database)
        self.reaches = MongoReaches(database)
        self.api_keys = MongoApiKeys(database)
        self.webhooks = MongoWebhooks(database)
        self.deliveries = MongoDeliveries(database)
        self.moves = MongoMoves(database)
        self.homes = MongoHomes(database)
        self.leavings = MongoLeavings(database)

    def ensure_indexes(self) -> None:
        """Create every index that is missing."""
        self.members.ensure_indexes()
        self.blocks.ensure_indexes()
        self.mentors.ensure_indexes()
        self.pairs.ensure_indexes()
        self.cohorts.ensure_indexes()
        self.reports.ensure_indexes()
        self.attempts.ensure_indexes()
        self.sessions.ensure_indexes()
        self.allowances.ensure_indexes()
        self.centres.ensure_indexes()
        self.consents.ensure_indexes()
        self.audit.ensure_indexes()
        self.erasures.ensure_indexes()
        self.exports.ensure_indexes()
        self.glasses.ensure_indexes()
        self.invitations.ensure_indexes()
        self.coordinator_invitations.ensure_indexes()
        self.recoveries.ensure_indexes()
        self.days_of_use.ensure_indexes()
        self.attendance.ensure_indexes()
        self.sobriety.ensure_indexes()
        self.congratulations.ensure_indexes()
        self.milestones.ensure_indexes()
        self.check_in_plans.ensure_indexes()
        self.check_ins.ensure_indexes()
        self.partnerships.ensure_indexes()
        self.stories.ensure_indexes()
        self.helped.ensure_indexes()
        self.reaches.ensure_indexes()
        self.api_keys.ensure_indexes()
        self.webhooks.ensure_indexes()
        self.deliveries.ensure_indexes()
        self.moves.ensure_indexes()
        self.leavings.ensure_indexes()
