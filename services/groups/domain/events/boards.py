"""Facts about boards: ids only, and never what somebody wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class BoardAlerted:
    """A post sounds like a crisis: those on duty are to look now, or the centre's coordinators if none is."""

    type: ClassVar[str] = "groups.board.alerted.v1"
    alert_id: str
    board_id: str
    post_id: str
    centre_id: str | None
    member_ids: Sequence[str]  # on duty


@dataclass(frozen=True, kw_only=True)
class ModerationActed:
    """A moderator acted on a post, or on the thread that a post opened."""

    type: ClassVar[str] = "groups.moderation.acted.v1"
    case_id: str
    board_id: str
    post_id: str
    act: str
    by: str
