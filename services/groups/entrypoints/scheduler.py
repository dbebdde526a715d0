"""The scheduler of groups: what falls due with time and nobody asks for, as dates of coming weeks do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import chassis.chores
from groups.adapters.stores import Stores
from groups.config import Settings
from groups.handlers.absences import notice_absences
from groups.handlers.calendar import keep_occurrences_made
from groups.handlers.centres import let_groups_follow
from groups.handlers.following import let_series_follow
from groups.handlers.groups import suspend_lapsed_groups
from groups.handlers.series import resume_due_series
from groups.handlers.sources import Fetching, fetch_due_sources
from groups.handlers.standing import fit_due_dates

Chore = Callable[[Stores, datetime], int]

# Each does everything that is due at a moment, gives how much that was, and may be done twice at once.
CHORES: Mapping[str, Chore] = {
    "lapsed_groups_suspended": lambda stores, at: suspend_lapsed_groups(stores.groups, at),
    "centres_followed": lambda stores, at: let_groups_follow(
        stores.centres, stores.groups, stores.series, at
    ),
    "groups_followed": lambda stores, _: let_series_follow(stores.groups, stores.series),
    "occurrences_made": lambda stores, at: keep_occurrences_made(stores.series, stores.occurrences, at),
    "promises_released": lambda stores, at: stores.occurrences.release_unanswered(at),
    "standing_seats_fitted": lambda stores, at: fit_due_dates(stores.standing, stores.occurrences, at),
    "series_resumed": lambda stores, at: resume_due_series(stores.series, at),
    "absences_noticed": lambda stores, at: notice_absences(stores.absences, stores.groups, at),
    "removed_posts_erased": lambda stores, at: stores.posts.erase_removed(at),
}


def fetching_feeds(settings: Settings) -> Chore:
    """Fetch the sources that are due, from where the settings allow."""

    def fetch(stores: Stores, at: datetime) -> int:
        if not stores.sources.any_due(at):
            return 0
        from groups.adapters.feeds import WebFeeds  # What it takes is loaded when the first source is due.

        return fetch_due_sources(
            Fetching(
                sources=stores.sources,
                imports=stores.imports,
                feeds=WebFeeds(settings.feed_allowed_hosts),
                series=stores.series,
                occurrences=stores.occurrences,
                capacity=settings.default_capacity,
            ),
            at,
        )

    return fetch


def bound(stores: Stores, chores: Mapping[str, Chore] = CHORES) -> Mapping[str, chassis.chores.Chore]:
    """Give each chore the stores it works on."""
    return {name: partial(chore, stores) for name, chore in chores.items()}


def chores_of(settings: Settings, stores: Stores) -> Mapping[str, chassis.chores.Chore]:
    """Give every chore of this service."""
    return bound(stores, {**CHORES, "feeds_fetched": fetching_feeds(settings)})
