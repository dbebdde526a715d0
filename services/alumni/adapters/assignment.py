"""The best pairs for many at once, by SciPy's linear sum assignment over scores in arrays.

Scores are those of `alumni.domain.matching`, computed for all at once; a test compares the two. SciPy and
NumPy are imported where they are needed: a process that assigns nobody stays small.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from alumni.domain.contact import Language
from alumni.domain.matching import (
    ENOUGH_HOURS,
    ENOUGH_LANGUAGES,
    FOR_CENTRE,
    FOR_EXPERIENCE,
    FOR_HOURS,
    FOR_LANGUAGES,
    FOR_ROOM,
    FOR_TOPICS,
    Candidate,
    CentreWish,
    Seeker,
)
from alumni.domain.member import Gender
from alumni.domain.mentor import Hours, Topic

UNFIT = -1  # the score of two whom a filter keeps apart
_FORBIDDEN = 1e6  # more than the scores of all together, so that as many as possible are matched
_MOST_CELLS = 32_000_000  # of 8 bytes; each mentor gets fewer at once where there would be more
_GENDERS = {gender: number for number, gender in enumerate(Gender, start=1)}


class OptimalAssignment:
    """Gives as many seekers as possible a mentor, and of all ways to do so one with the best scores."""

    def assign(
        self, seekers: Sequence[Seeker], mentors: Sequence[Candidate], parted: Collection[tuple[str, str]]
    ) -> list[tuple[int, int]]:
        """Solve with a column for each free place: the second of a mentor has less room than the first."""
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        places = _places(mentors, len(seekers))
        if not seekers or not places:
            return []
        base = scores(seekers, mentors, parted)
        shape = (len(seekers), len(places))
        flat = shape[0] > shape[1]
        # SciPy copies a matrix that is higher than wide; so it is laid down before it is filled.
        cost = np.empty(shape[::-1] if flat else shape)
        filling = cost.T if flat else cost
        for column, (mentor, room) in enumerate(places):
            filling[:, column] = np.where(base[mentor] == UNFIT, _FORBIDDEN, -(base[mentor] + room))
        rows, columns = linear_sum_assignment(cost)
        if flat:
            rows, columns = columns, rows
        found = [(int(row), places[int(column)][0]) for row, column in zip(rows, columns, strict=True)]
        return sorted((seeker, mentor) for seeker, mentor in found if base[mentor][seeker] != UNFIT)


def _places(mentors: Sequence[Candidate], seekers: int) -> list[tuple[int, int]]:
    """List free places as the mentor's number and what its room adds."""
    most = max((each.free for each in mentors), default=0)
    while most > 1 and seekers * sum(min(each.free, most) for each in mentors) > _MOST_CELLS:
        most -= 1
    return [
        (number, FOR_ROOM * (each.free - taken) // each.offering.capacity)
        for number, each in enumerate(mentors)
        for taken in range(min(each.free, most, seekers))
    ]


def scores(
    seekers: Sequence[Seeker], mentors: Sequence[Candidate], parted: Collection[tuple[str, str]] = ()
) -> Any:
    """Score every mentor (a row) for every seeker (a column), but for the room; UNFIT where a filter says no.

    Raises nothing; the mentors' places are not asked.
    """
    import numpy as np

    wishes, offers = [each.wish for each in seekers], [each.offering for each in mentors]
    languages = _shared(wishes, offers, "languages", Language)
    hours = np.minimum(_shared(wishes, offers, "hours", Hours), ENOUGH_HOURS)
    wished = np.array([max(1, len(each.topics)) for each in wishes], dtype=np.int16)
    found = FOR_HOURS * hours // ENOUGH_HOURS
    found += FOR_TOPICS * _shared(wishes, offers, "topics", Topic) // wished
    found += FOR_LANGUAGES * np.minimum(languages, ENOUGH_LANGUAGES) // ENOUGH_LANGUAGES
    same = _same_centre(seekers, mentors)
    found += FOR_CENTRE * same.astype(np.int16)
    walked = [min(each.walked, FOR_EXPERIENCE) for each in mentors]
    found += np.array(walked, dtype=np.int16)[:, None]
    found[(languages == 0) | ~_genders_fit(seekers, mentors) | ~_centre_fits(seekers, same)] = UNFIT
    for mentor, seeker in _apart(seekers, mentors, parted):
        found[mentor, seeker] = UNFIT
    return found


def _shared(wishes: Sequence[Any], offers: Sequence[Any], name: str, words: Iterable[StrEnum]) -> Any:
    """Count the words that a wish and an offer share, each set of them as the bits of a number."""
    import numpy as np

    bits = {word: 1 << number for number, word in enumerate(words)}

    def encoded(all_of_them: Sequence[Any]) -> Any:
        numbers = [sum(bits[word] for word in getattr(each, name)) for each in all_of_them]
        return np.array(numbers, dtype=np.uint16)

    return np.bitwise_count(encoded(offers)[:, None] & encoded(wishes)[None, :]).astype(np.int16)


def _genders_fit(seekers: Sequence[Seeker], mentors: Sequence[Candidate]) -> Any:
    """Compare genders and wishes as numbers; 0 is no wish, and a gender that was not said."""
    wished = _numbers([each.wish.mentor_gender for each in seekers], _GENDERS)[None, :]
    are = _numbers([each.gender for each in mentors], _GENDERS)[:, None]
    wanted = _numbers([each.offering.mentee_gender for each in mentors], _GENDERS)[:, None]
    own = _numbers([each.gender for each in seekers], _GENDERS)[None, :]
    return ((wished == 0) | (wished == are)) & ((wanted == 0) | (wanted == own))


def _same_centre(seekers: Sequence[Seeker], mentors: Sequence[Candidate]) -> Any:
    centres = [*(each.centre_id for each in seekers), *(each.centre_id for each in mentors)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(filter(None, centres)), start=1)}
    homes = _numbers([each.centre_id for each in seekers], numbers)[None, :]
    return (homes != 0) & (homes == _numbers([each.centre_id for each in mentors], numbers)[:, None])


def _centre_fits(seekers: Sequence[Seeker], same: Any) -> Any:
    import numpy as np

    indifferent = np.array([each.wish.centre is CentreWish.ANY for each in seekers])[None, :]
    wants_same = np.array([each.wish.centre is CentreWish.SAME for each in seekers])[None, :]
    return indifferent | (same == wants_same)


def _apart(
    seekers: Sequence[Seeker], mentors: Sequence[Candidate], parted: Collection[tuple[str, str]]
) -> Iterable[tuple[int, int]]:
    """Give the numbers of those who are the same person, or whom a block parts."""
    columns = {each.member_id: number for number, each in enumerate(seekers)}
    rows = {each.member_id: number for number, each in enumerate(mentors)}
    yield from ((rows[each], columns[each]) for each in rows.keys() & columns.keys())
    yield from (
        (rows[mentor], columns[seeker]) for seeker, mentor in parted if mentor in rows and seeker in columns
    )


def _numbers(values: Sequence[str | None], numbers: Mapping[Any, int]) -> Any:
    import numpy as np

    return np.array([numbers[each] if each else 0 for each in values], dtype=np.int32)
