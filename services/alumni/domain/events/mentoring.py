"""The facts about pairs and reports; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class PairProposed:
    """A mentor and a mentee may walk together; those named have not answered yet."""

    type: ClassVar[str] = "alumni.pair.proposed.v1"
    pair_id: str
    member_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class PairAgreed:
    """A mentor and a mentee walk together from now on."""

    type: ClassVar[str] = "alumni.pair.agreed.v1"
    pair_id: str
    mentor_id: str
    mentee_id: str


@dataclass(frozen=True, kw_only=True)
class PairQuiet:
    """A pair has had no contact for ten days; told once in each silence."""

    type: ClassVar[str] = "alumni.pair.quiet.v1"
    pair_id: str
    member_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class PairEnding:
    """The agreement of a pair ends soon unless both renew it."""

    type: ClassVar[str] = "alumni.pair.ending.v1"
    pair_id: str
    member_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class PairEnded:
    """A pair walks together no more, and no reason is asked for; one for each who is to be told."""

    type: ClassVar[str] = "alumni.pair.ended.v1"
    pair_id: str
    told_id: str | None  # None: nobody is left to be told


@dataclass(frozen=True, kw_only=True)
class ReportMade:
    """A member reports somebody to the coordinators of a centre, or to the network without one."""

    type: ClassVar[str] = "alumni.report.made.v1"
    report_id: str
    centre_id: str | None
