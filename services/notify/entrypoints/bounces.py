"""Reads what comes back: each mail of the mailbox is looked at once, and none keeps the others waiting."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pymongo.database import Database

from chassis.chores import keep_doing
from chassis.config import PlatformSettings, environment_reader
from chassis.logs import get_logger
from notify import metrics
from notify.adapters.bounce_mailbox import FAILURES, BounceMailbox, MailboxSettings, OpenMailbox
from notify.adapters.mongo_choices import MongoChoices
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_reach import MongoReach
from notify.adapters.providers.registry import usual
from notify.adapters.providers.smtp import return_paths
from notify.adapters.return_paths import ReturnPaths
from notify.adapters.returned_mail import read_returned
from notify.domain.returned import Verdict
from notify.handlers.choosing import leave
from notify.handlers.returned import UNMATCHED, Leave, Stop, receive_returned
from notify.ports import Messages, Reach

MALFORMED = "malformed"
FOR_A_PERSON = frozenset({Verdict.OTHER, UNMATCHED, MALFORMED})
PAUSE = 60.0  # seconds between two looks; each signs in anew

log = get_logger()


@dataclass(frozen=True, kw_only=True)
class Returns:
    """Looks after one mailbox; `domain` is the one of our Message-IDs."""

    mailbox: BounceMailbox
    paths: ReturnPaths
    domain: str
    messages: Messages
    reach: Reach
    leave: Leave
    stop: Stop

    def look(self, at: datetime) -> int:
        """Read what nobody has read yet, and give how much that was; none while the mailbox is away."""
        try:
            with self.mailbox.opened() as opened:
                uids = opened.unseen()
                for uid in uids:
                    self._receive(opened, uid, at)
        except FAILURES as error:
            log.warning("bounces_wait_for_mailbox", cause=type(error).__name__)
            return 0
        return len(uids)

    def _receive(self, opened: OpenMailbox, uid: str, at: datetime) -> None:
        verdict = self._verdict(opened.read(uid), at)
        metrics.RETURNED.labels(verdict).inc()
        opened.mark(uid, for_a_person=verdict in FOR_A_PERSON)

    def _verdict(self, content: bytes, at: datetime) -> str:
        try:
            returned = read_returned(content, self.paths, self.domain)
        # The library raises many things at what is no mail; such a one must not be read for ever.
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            log.warning("bounce_malformed", cause=type(error).__name__)
            return MALFORMED
        return receive_returned(
            returned, messages=self.messages, reach=self.reach, leave=self.leave, stop=self.stop, at=at
        )


def returns_of(platform: PlatformSettings, database: Database[dict[str, Any]]) -> Returns | None:
    """Read where the mailbox is; None where nobody looks after one."""
    mailbox, paths = MailboxSettings.from_env(platform), return_paths(platform)
    if mailbox is None or paths is None:
        return None
    return Returns(
        mailbox=BounceMailbox(mailbox),
        paths=paths,
        domain=environment_reader().str("MAIL_FROM").rpartition("@")[2],
        messages=MongoMessages(database),
        reach=MongoReach(database),
        leave=partial(leave, choices=MongoChoices(database, usual())),
        stop=MongoContacts(database).stop,
    )


def look_until(returns: Returns, stop: threading.Event) -> None:
    """Look again and again until told to stop."""
    pause = environment_reader().float("BOUNCES_PAUSE", PAUSE)
    keep_doing({"bounces_read": returns.look}, stop, pause)
