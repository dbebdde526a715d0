"""What members do on boards: write, change, take away, hear, follow."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from chassis.ids import derived_id, new_id
from groups.domain.access import Caller
from groups.domain.commands.boards import EditPost, OpenThread, Reply
from groups.domain.crisis import Help
from groups.domain.errors import PostNotVisible, ThreadLocked, TimedOut, WritingRefused
from groups.domain.masking import mask
from groups.domain.moderation import Case
from groups.domain.post import Post, State
from groups.domain.thread import Thread
from groups.handlers.boards import Board, Desk, readable_board, readable_post, readable_thread, watch_over
from groups.handlers.stale import again_when_stale


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a writer is told: help first if they sound in need, what was masked, and the post."""

    help: Help | None
    masked: Mapping[str, int]
    post: Post
    created: bool


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """Texts as they may go onto a board."""

    title: str | None
    text: str
    masked: Mapping[str, int]
    help: Help | None


def open_thread(command: OpenThread, desk: Desk) -> Written:
    """Begin a thread on a board, once, however often the order comes."""
    caller, at = command.caller, command.at
    board = readable_board(caller, command.board_id, desk.groups)
    thread_id = derived_id(board.id, caller.member_id, command.idempotency_key or new_id())
    written = _written_before(thread_id, desk)
    if written is None:
        draft = _draft(command.text, desk, title=command.title)
        _admit(draft, board, caller, at, desk)
        written = _add(_post(thread_id, thread_id, 1, draft, board, caller, at), draft, board, caller, desk)
    post = written.post
    desk.threads.open(
        Thread(
            id=thread_id,
            board_id=board.id,
            author_id=post.author_id,
            created_at=post.created_at,
            last_number=1,
            last_at=post.created_at,
        )
    )
    desk.readers.read_thread(thread_id, caller.member_id, 1)
    if written.created:
        desk.readers.follow(thread_id, caller.member_id, follow=True)
    return written


def reply(command: Reply, desk: Desk) -> Written:
    """Add a post to a thread, once; raises ThreadUnknown, TimedOut, ThreadLocked or TooManyPosts."""
    caller, at = command.caller, command.at
    thread, board = readable_thread(caller, command.thread_id, desk)
    post_id = derived_id(thread.id, caller.member_id, command.idempotency_key or new_id())
    if before := _written_before(post_id, desk):
        return before
    draft = _draft(command.text, desk)
    _admit(draft, board, caller, at, desk, thread)
    try:
        number = desk.threads.number_next(thread.id, at)
    except ThreadLocked as refusal:
        raise _with_help(refusal, draft) from None
    written = _add(_post(post_id, thread.id, number, draft, board, caller, at), draft, board, caller, desk)
    desk.readers.wrote(thread.id, caller.member_id, number)
    return written


def edit_post(command: EditPost, desk: Desk) -> Written:
    """Change one's own post; one that sounds like a crisis now raises the alarm as a new one does."""
    caller, at = command.caller, command.at

    def attempt() -> Written:
        post, board = readable_post(caller, command.post_id, desk)
        draft = _draft(command.text, desk)
        post.edit(caller.member_id, draft.text, draft.masked, at)
        _refuse_in_silence(draft, board, caller, at, desk, desk.threads.get(post.thread_id))
        if draft.help:
            post.raise_alarm(new_id(), watch_over(board, caller, desk.rosters, at), at)
        desk.posts.save(post)
        return Written(help=draft.help, masked=draft.masked, post=post, created=False)

    return again_when_stale(attempt)


def remove_post(post_id: str, caller: Caller, at: datetime, desk: Desk) -> Post:
    """Take one's own post away; for a minute it can come back."""

    def attempt() -> Post:
        post, _ = readable_post(caller, post_id, desk)
        post.remove(caller.member_id, at)
        desk.posts.save(post)
        return post

    return again_when_stale(attempt)


def restore_post(post_id: str, caller: Caller, at: datetime, desk: Desk) -> Post:
    """Bring one's own post back within a minute."""

    def attempt() -> Post:
        post, _ = readable_post(caller, post_id, desk)
        post.restore(caller.member_id, at)
        desk.posts.save(post)
        return post

    return again_when_stale(attempt)


def hear_post(post_id: str, caller: Caller, desk: Desk, *, heard: bool) -> None:
    """Say "I hear you" to a post that is seen, or take it back."""
    post, _ = readable_post(caller, post_id, desk)
    if not heard:
        desk.posts.unhear(post.id, caller.member_id)
    elif post.state is State.VISIBLE:
        desk.posts.hear(post.id, caller.member_id)
    else:
        raise PostNotVisible


def _written_before(post_id: str, desk: Desk) -> Written | None:
    """What the writer was told when this order came for the first time."""
    post = desk.posts.find(post_id)
    if post is None:
        return None
    help_ = desk.lexicon.help_for(post.title or "", post.text)
    return Written(help=help_, masked=post.masked, post=post, created=False)


def _draft(text: str, desk: Desk, title: str | None = None) -> _Draft:
    """Mask texts and listen for a crisis in them; what was masked is kept nowhere."""
    body = mask(text, desk.phones)
    head = mask(title, desk.phones) if title is not None else None
    counts = Counter(body.counts) + Counter(head.counts if head else {})
    return _Draft(
        title=head.text if head else None,
        text=body.text,
        masked=counts,
        help=desk.lexicon.help_for(title or "", text),
    )


def _admit(
    draft: _Draft, board: Board, caller: Caller, at: datetime, desk: Desk, thread: Thread | None = None
) -> None:
    """Refuse who may not write now, with help if it is needed; raises a WritingRefused."""
    _refuse_in_silence(draft, board, caller, at, desk, thread)
    try:
        desk.readers.admit(board.id, caller.member_id, at)
    except WritingRefused as refusal:
        raise _with_help(refusal, draft) from None


def _refuse_in_silence(
    draft: _Draft, board: Board, caller: Caller, at: datetime, desk: Desk, thread: Thread | None
) -> None:
    """Refuse who is to be silent on this board or in this thread; raises TimedOut or ThreadLocked."""
    if thread is not None and thread.locked:
        raise _with_help(ThreadLocked(), draft)
    if until := desk.posts.timed_out_until(board.id, caller.member_id, at):
        raise _with_help(TimedOut(until), draft)


def _with_help(refusal: WritingRefused, draft: _Draft) -> WritingRefused:
    refusal.help = asdict(draft.help) if draft.help else None
    return refusal


def _post(
    id_: str, thread_id: str, number: int, draft: _Draft, board: Board, caller: Caller, at: datetime
) -> Post:
    return Post(
        id=id_,
        board_id=board.id,
        thread_id=thread_id,
        number=number,
        author_id=caller.member_id,
        title=draft.title,
        text=draft.text,
        masked=draft.masked,
        created_at=at,
        case=Case(concerned=caller.member_id),
    )


def _add(post: Post, draft: _Draft, board: Board, caller: Caller, desk: Desk) -> Written:
    """Publish a post, with its alarm in the same write; who sent it twice at once is told of the first."""
    if draft.help:
        post.raise_alarm(new_id(), watch_over(board, caller, desk.rosters, post.created_at), post.created_at)
    if not desk.posts.add(post) and (before := _written_before(post.id, desk)):
        return before
    return Written(help=draft.help, masked=draft.masked, post=post, created=True)
