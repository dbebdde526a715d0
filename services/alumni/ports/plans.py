"""The plans of members."""

from typing import Protocol

from alumni.domain.plan import Plan


class Plans(Protocol):
    """One plan a member."""

    def of(self, member_id: str) -> Plan:
        """Load a member's plan, or begin one."""

    def save(self, plan: Plan) -> None:
        """Store a plan, new or changed; raises StaleAggregate."""
