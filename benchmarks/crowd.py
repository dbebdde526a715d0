"""Many invented seekers and mentors, the same each time."""

import random
from collections.abc import Sequence

from alumni.domain.contact import Language
from alumni.domain.matching import Candidate, CentreWish, Seeker, Wish
from alumni.domain.member import Gender
from alumni.domain.mentor import Hours, Offering, Topic
from chassis.ids import derived_id

GENDERS = (None, *Gender)


def crowd(seekers: int, mentors: int, seed: int = 1) -> tuple[list[Seeker], list[Candidate]]:
    """Seekers and mentors who differ in everything that matching asks."""
    chance = random.Random(seed)
    return (
        [_seeker(chance, number) for number in range(seekers)],
        [_mentor(chance, number) for number in range(mentors)],
    )


def _some(chance: random.Random, words: Sequence, most: int) -> frozenset:
    return frozenset(chance.sample(list(words), chance.randint(1, min(most, len(words)))))


def _centre(chance: random.Random) -> str | None:
    return chance.choice((None, *(derived_id("centre", str(number)) for number in range(5))))


def _seeker(chance: random.Random, number: int) -> Seeker:
    return Seeker(
        member_id=derived_id("seeker", str(number)),
        gender=chance.choice(GENDERS),
        centre_id=_centre(chance),
        wish=Wish(
            languages=_some(chance, Language, 2),
            topics=_some(chance, Topic, 4),
            hours=_some(chance, Hours, 4),
            mentor_gender=chance.choice((None, None, *Gender)),
            centre=chance.choice((CentreWish.ANY, *CentreWish)),
        ),
    )


def _mentor(chance: random.Random, number: int) -> Candidate:
    return Candidate(
        # Some are mentors and look for one themselves.
        member_id=derived_id("seeker" if number % 10 == 0 else "mentor", str(number)),
        gender=chance.choice(GENDERS),
        centre_id=_centre(chance),
        offering=Offering(
            languages=_some(chance, Language, 3),
            topics=_some(chance, Topic, 5),
            hours=_some(chance, Hours, 4),
            capacity=3,
            mentee_gender=chance.choice((None, None, None, *Gender)),
        ),
        load=0,
        walked=chance.randrange(8),
    )
