"""Every error of the domain has an answer in HTTP."""

from chassis.http import unmapped
from groups.domain.errors import RuleBroken
from groups.entrypoints.http import PROBLEMS


def test_every_domain_error_is_mapped_to_a_problem() -> None:
    assert unmapped(RuleBroken, PROBLEMS) == []


def test_every_problem_has_a_code_of_its_own() -> None:
    assert len({problem.code for problem in PROBLEMS.values()}) == len(PROBLEMS)
