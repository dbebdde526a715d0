"""Boards and who may read and moderate them: one of each group, and six open ones of the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chassis.ids import derived_id
from groups.domain.access import COORDINATOR, NETWORK_ADMINISTRATOR, Caller
from groups.domain.crisis import Lexicon
from groups.domain.errors import BoardUnknown, GroupUnknown, NotYourBoard, PostUnknown, ThreadUnknown
from groups.domain.group import Group
from groups.domain.masking import PhoneSpans
from groups.domain.post import Post, Watch
from groups.domain.thread import Thread
from groups.handlers.access import leads
from groups.ports import Groups, Posts, Readers, Rosters, Threads

TOPICS: Mapping[str, str] = {
    derived_id("board", topic): topic for topic in ("cravings", "triggers", "work", "family", "money", "hope")
}
"""The open boards of the network, by id."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """A board: of a group, or of a topic and open to every member."""

    id: str
    group: Group | None = None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every order about boards works with."""

    groups: Groups
    rosters: Rosters
    threads: Threads
    posts: Posts
    readers: Readers
    lexicon: Lexicon
    phones: PhoneSpans


def readable_board(caller: Caller, board_id: str, groups: Groups) -> Board:
    """Give a board that the caller may read and write on; raises BoardUnknown.

    A group's board is for its members and leaders. That of an open group is for everyone who may come to its
    meetings.
    """
    if board_id in TOPICS:
        return Board(id=board_id)
    try:
        group = groups.get(board_id)
    except GroupUnknown:
        raise BoardUnknown from None
    if not leads(caller, group) and not _entitled(caller, group, groups):
        raise BoardUnknown
    return Board(id=board_id, group=group)


def _entitled(caller: Caller, group: Group, groups: Groups) -> bool:
    held = groups.entitlements_of(caller.member_id)
    return f"member:{group.id}" in held or (group.open and held.issuperset(group.requires))


def moderates(caller: Caller, board: Board) -> bool:
    """Tell whether the caller moderates a board: its group's leaders; coordinators and the network."""
    if board.group is not None:
        return leads(caller, board.group)
    return not caller.roles.isdisjoint({COORDINATOR, NETWORK_ADMINISTRATOR})


def moderated_board(caller: Caller, board_id: str, groups: Groups) -> Board:
    """Give a board that the caller moderates; raises NotYourBoard, or BoardUnknown if it is not readable."""
    board = readable_board(caller, board_id, groups)
    if not moderates(caller, board):
        raise NotYourBoard
    return board


def readable_thread(caller: Caller, thread_id: str, desk: Desk) -> tuple[Thread, Board]:
    """Give a thread on a board that the caller may read; raises ThreadUnknown."""
    thread = desk.threads.get(thread_id)
    try:
        return thread, readable_board(caller, thread.board_id, desk.groups)
    except BoardUnknown:
        raise ThreadUnknown from None


def readable_post(caller: Caller, post_id: str, desk: Desk) -> tuple[Post, Board]:
    """Give a post on a board that the caller may read; raises PostUnknown."""
    post = desk.posts.get(post_id)
    try:
        return post, readable_board(caller, post.board_id, desk.groups)
    except BoardUnknown:
        raise PostUnknown from None


def watch_over(board: Board, caller: Caller, rosters: Rosters, at: datetime) -> Watch:
    """Tell who is to look when the caller writes in need: who is on duty, or else a centre's coordinators.

    The centre is the writer's, if their token names one and it is one of the group's; else the group's first.
    """
    if board.group is None:
        return Watch(member_ids=(), centre_id=caller.centre_id)
    on_duty = (each for each in rosters.on_duty(board.id, at) if each != caller.member_id)
    centres = board.group.centre_ids
    centre_id = caller.centre_id if caller.centre_id in centres else next(iter(centres), None)
    return Watch(member_ids=tuple(on_duty), centre_id=centre_id)
