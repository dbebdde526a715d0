"""Who may do what on whose data: one row for every endpoint, and no endpoint without one.

The application starts only where its views let in exactly whom the rows name; that the handlers then ask
whose data it is, a test finds out as everybody (tests/contracts/test_alumni_access.py).
"""

from collections.abc import Mapping

from alumni.entrypoints.policy import (
    centres,
    check_ins,
    consent,
    figures,
    identity,
    joining,
    mentoring,
    milestones,
    moving,
    partner_systems,
    partnerships,
    plans,
    reach,
    recovery,
    rights,
    service,
    sobriety,
    story,
    webhooks,
)
from alumni.entrypoints.policy.grants import Endpoint, Row, Rows
from chassis.http import Door

POLICY: Rows = {
    **service.ROWS,
    **mentoring.ROWS,
    **identity.ROWS,
    **consent.ROWS,
    **figures.ROWS,
    **joining.ROWS,
    **moving.ROWS,
    **partner_systems.ROWS,
    **reach.ROWS,
    **webhooks.ROWS,
    **centres.ROWS,
    **recovery.ROWS,
    **sobriety.ROWS,
    **plans.ROWS,
    **milestones.ROWS,
    **check_ins.ROWS,
    **partnerships.ROWS,
    **story.ROWS,
    **rights.ROWS,
}


class PolicyBroken(Exception):
    """A view lets in others than the policy names, or an endpoint is missing in one of the two."""


def door_of(row: Row) -> Door:
    """Give whom a row lets in at all, whose data it may ever be."""
    scopes = {grant.scope for grant in row if grant.scope}
    return Door(
        roles=frozenset(grant.role for grant in row if grant.role),
        scope=scopes.pop() if scopes else None,
    )


def ensure_kept(doors: Mapping[Endpoint, Door]) -> None:
    """Compare the doors of an application with the policy; raises PolicyBroken."""
    declared = {endpoint: door_of(row) for endpoint, row in POLICY.items()}
    differing = sorted(
        " ".join(each)
        for each in declared.keys() | doors.keys()
        if each not in doors or declared.get(each) != doors[each]
    )
    if differing:
        raise PolicyBroken(f"The views and alumni.entrypoints.policy differ: {', '.join(differing)}")
