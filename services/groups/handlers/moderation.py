"""Moderation of boards: reports, acts, appeals, locks and alerts; each is kept with who did it and when."""

from collections.abc import Callable
from datetime import datetime

from groups.domain.access import Caller
from groups.domain.commands.boards import AnswerAppeal, AppealAct, CloseAlert, ModeratePost, ReportPost
from groups.domain.errors import (
    AlertUnknown,
    BoardUnknown,
    CaseUnknown,
    NotYourBoard,
    NotYourPost,
    PostNotVisible,
)
from groups.domain.masking import mask
from groups.domain.moderation import Act, Appeal, Entry, Report, Stage
from groups.domain.post import Post, State
from groups.domain.thread import Thread
from groups.handlers.boards import Board, Desk, moderated_board, moderates, readable_post, readable_thread
from groups.handlers.stale import again_when_stale


def report_post(command: ReportPost, desk: Desk) -> bool:
    """Put a post in the moderators' queue; False if the caller had reported it before.

    Raises OwnCase, or PostNotVisible where there is nothing left to look at.
    """

    def attempt() -> bool:
        post, _ = readable_post(command.caller, command.post_id, desk)
        if post.state is State.REMOVED:
            raise PostNotVisible
        report = Report(
            by=command.caller.member_id,
            reason=command.reason,
            note=_masked(command.note, desk),
            at=command.at,
        )
        if not post.case.report(report):
            return False
        desk.posts.save(post)
        return True

    return again_when_stale(attempt)


def moderate_post(command: ModeratePost, desk: Desk) -> Post:
    """Act on a post of a board that the caller moderates."""
    entry = Entry(
        act=command.act,
        by=command.caller.member_id,
        at=command.at,
        until=command.until,
        note=_masked(command.note, desk),
    )
    return _change(command.caller, command.post_id, desk, lambda post, _: post.moderate(entry))


def appeal_act(command: AppealAct, desk: Desk) -> Post:
    """Ask for another look at what was decided against the caller's own post."""
    appeal = Appeal(at=command.at, note=_masked(command.note, desk))

    def attempt() -> Post:
        post, _ = readable_post(command.caller, command.post_id, desk)
        if post.author_id != command.caller.member_id:
            raise NotYourPost
        post.case.appeal_against(appeal)
        desk.posts.save(post)
        return post

    return again_when_stale(attempt)


def answer_appeal(command: AnswerAppeal, desk: Desk) -> Post:
    """Grant or refuse an appeal, by another moderator than who acted where there is one."""
    entry = Entry(
        act=Act.APPEAL_GRANTED if command.granted else Act.APPEAL_REFUSED,
        by=command.caller.member_id,
        at=command.at,
        note=_masked(command.note, desk),
    )

    def answer(post: Post, board: Board) -> None:
        post.answer_appeal(entry, others=_others_decide(post, board))

    return _change(command.caller, command.post_id, desk, answer)


def case_of(caller: Caller, post_id: str, desk: Desk) -> tuple[Post, bool]:
    """Show the case of a post to its moderators, and to who wrote it; the flag tells that it is a moderator.

    Raises CaseUnknown where there is none, or none for the caller.
    """
    post, board = readable_post(caller, post_id, desk)
    moderator = moderates(caller, board)
    decided = bool(post.case.history)
    if post.case.stage is Stage.NONE or not (moderator or (decided and post.author_id == caller.member_id)):
        raise CaseUnknown
    return post, moderator


def lock_thread(thread_id: str, caller: Caller, at: datetime, desk: Desk, *, locked: bool) -> Thread:
    """Close a thread to further posts, or open it again."""

    def attempt() -> Thread:
        thread, board = readable_thread(caller, thread_id, desk)
        if not moderates(caller, board):
            raise NotYourBoard
        thread.lock(locked, caller.member_id, at)
        desk.threads.save(thread)
        return thread

    return again_when_stale(attempt)


def close_alert(command: CloseAlert, desk: Desk) -> Post:
    """Say how an alert ended, on a board that the caller moderates; raises AlertUnknown."""

    def attempt() -> Post:
        post = desk.posts.with_alert(command.alert_id)
        try:
            moderated_board(command.caller, post.board_id, desk.groups)
        except (BoardUnknown, NotYourBoard):
            raise AlertUnknown from None
        post.close_alert(command.alert_id, command.outcome, command.caller.member_id, command.at)
        desk.posts.save(post)
        return post

    return again_when_stale(attempt)


def _change(caller: Caller, post_id: str, desk: Desk, change: Callable[[Post, Board], None]) -> Post:
    def attempt() -> Post:
        post, board = readable_post(caller, post_id, desk)
        if not moderates(caller, board):
            raise NotYourBoard
        change(post, board)
        desk.posts.save(post)
        return post

    return again_when_stale(attempt)


def _others_decide(post: Post, board: Board) -> bool:
    """Tell whether somebody else than who acted could answer an appeal.

    Coordinators are known to their tokens alone: a centre has one, besides the leaders of a group; the open
    boards have those of all centres.
    """
    if board.group is None:
        return True
    leaders = board.group.leader_ids
    acted = post.case.contested.by if post.case.contested else None
    return bool(leaders - {acted, post.author_id}) or (acted in leaders and bool(board.group.centre_ids))


def _masked(note: str | None, desk: Desk) -> str | None:
    return None if note is None else mask(note, desk.phones).text
