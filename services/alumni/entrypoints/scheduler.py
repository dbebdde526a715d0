"""What falls due in alumni with time and nobody asks for."""

from collections.abc import Mapping

from alumni.adapters.holders import InsideHoldings, OwnHoldings
from alumni.adapters.keys import Keys
from alumni.adapters.stores import Stores
from alumni.adapters.webhook_post import WebhookPost
from alumni.config import Settings
from alumni.handlers.centre_applications import appoint_founders
from alumni.handlers.centre_standing import watch_licences
from alumni.handlers.check_in_plans import take_due_steps
from alumni.handlers.erasure import carry_out_erasures
from alumni.handlers.export import forget_exports, make_due_exports
from alumni.handlers.leaving import end_due_leavings
from alumni.handlers.milestones import find_reached
from alumni.handlers.moving import Office, go_on_with_moves
from alumni.handlers.pairs import mind_pairs
from alumni.handlers.reach import escalate_overdue
from alumni.handlers.recovery import carry_out_due
from alumni.handlers.story import revoke_without_consent
from alumni.handlers.webhooks import deliver_due
from chassis.chores import Chore
from chassis.clock import utc_now
from chassis.inside import InsideService


def chores_of(settings: Settings, keys: Keys, stores: Stores) -> Mapping[str, Chore]:
    """Give every chore of this service; its name is what the log says of it."""

    def token() -> str:
        return keys.signer.issue_to_platform(at=utc_now())

    holders = (
        OwnHoldings(stores.database),
        InsideHoldings("groups", InsideService(settings.groups_url), token),
        InsideHoldings("notify", InsideService(settings.notify_url), token),
    )
    return {
        "erasures": lambda at: carry_out_erasures(
            erasures=stores.erasures,
            personal=stores.personal,
            walks=stores.walks,
            wishes=stores.wishes,
            audit=stores.audit,
            at=at,
        ),
        "exports": lambda at: make_due_exports(
            exports=stores.exports, files=stores.export_files, holders=holders, at=at
        ),
        "exports_forgotten": lambda at: forget_exports(
            exports=stores.exports, files=stores.export_files, at=at
        ),
        "licences_watched": lambda at: watch_licences(centres=stores.centres, audit=stores.audit, at=at),
        "founders_appointed": lambda _at: appoint_founders(centres=stores.centres, members=stores.members),
        "pairs_minded": lambda at: mind_pairs(walks=stores.walks, at=at),
        "recoveries": lambda at: carry_out_due(
            recoveries=stores.recoveries, members=stores.members, sessions=stores.sessions, at=at
        ),
        "stories": lambda at: revoke_without_consent(stories=stores.stories, at=at),
        "moves": lambda at: go_on_with_moves(office=moving_office(stores), at=at),
        "leavings_over": lambda at: end_due_leavings(leavings=stores.leavings, members=stores.members, at=at),
        "milestones": lambda at: find_reached(
            records=stores.sobriety,
            milestones=stores.milestones,
            companionship=stores.companionship,
            at=at,
        ),
        "check_ins": lambda at: take_due_steps(
            plans=stores.check_in_plans,
            check_ins=stores.check_ins,
            companionship=stores.companionship,
            at=at,
        ),
        "reaches_overdue": lambda at: escalate_overdue(reaches=stores.reaches, at=at),
    }


def webhooks_of(settings: Settings, keys: Keys, stores: Stores) -> Mapping[str, Chore]:
    """Give the chore that tells the systems of centres."""
    post = WebhookPost(keys.edge.hashes, settings.webhook_allowed_hosts)
    return {
        "webhooks_delivered": lambda at: deliver_due(
            webhooks=stores.webhooks, deliveries=stores.deliveries, post=post, at=at
        ),
    }


def moving_office(stores: Stores) -> Office:
    """Give what moving works with."""
    return Office(
        moves=stores.moves,
        members=stores.members,
        centres=stores.centres,
        consents=stores.consents,
        audit=stores.audit,
    )
