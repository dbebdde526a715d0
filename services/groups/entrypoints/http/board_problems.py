"""The answers to what can be wrong on boards."""

from collections.abc import Mapping

from chassis.http import Problem
from groups.domain import errors

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.BoardUnknown: Problem(404, "board-unknown", "There is no such board."),
    errors.ThreadUnknown: Problem(404, "thread-unknown", "There is no such thread."),
    errors.PostUnknown: Problem(404, "post-unknown", "There is no such post."),
    errors.CaseUnknown: Problem(404, "case-unknown", "Nothing was reported or decided about this post."),
    errors.AlertUnknown: Problem(404, "alert-unknown", "There is no such alert."),
    errors.NotYourPost: Problem(403, "not-your-post", "Only who wrote a post changes it."),
    errors.NotYourBoard: Problem(403, "not-your-board", "You do not moderate this board."),
    errors.TimedOut: Problem(
        403, "timed-out", "A moderator asked you to pause on this board; you can go on reading."
    ),
    errors.ThreadLocked: Problem(409, "thread-locked", "This thread takes no more posts."),
    errors.PostNotVisible: Problem(409, "post-not-visible", "The post was hidden or removed."),
    errors.UndoTooLate: Problem(409, "undo-too-late", "What was removed comes back within a minute only."),
    errors.OwnCase: Problem(409, "own-case", "Somebody else looks at what you wrote."),
    errors.ActWithoutEffect: Problem(409, "act-without-effect", "This is so already."),
    errors.AppealPending: Problem(409, "appeal-pending", "An appeal is to be decided first."),
    errors.NothingToAppeal: Problem(409, "nothing-to-appeal", "There is no act to appeal against."),
    errors.AppealedAlready: Problem(409, "appealed-already", "One appeal is heard about a post."),
    errors.AnotherModeratorDecides: Problem(
        409, "another-moderator-decides", "Somebody else than who acted decides this appeal."
    ),
    errors.CaseFull: Problem(409, "case-full", "Too much was decided about this post."),
    errors.TooManyPosts: Problem(
        429, "too-many-posts", "You wrote a lot on this board; go on in a few minutes."
    ),
}
