"""One domain never gets more at once, or in a second, than it may."""

from notify.adapters import domain_limits
from notify.adapters.domain_limits import DomainLimits


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_are_on_their_way_to_one_domain_and_no_more():
    limits = DomainLimits(2, 100)

    assert [limits.begin("a.org") for _ in range(3)] == [True, True, False]
    assert limits.begin("b.org")
    limits.end("a.org")
    assert limits.begin("a.org")


def test_so_many_begin_in_a_second_and_no_more():
    clock = Clock()
    limits = DomainLimits(100, 5, clock)

    assert sum(limits.begin("a.org") for _ in range(20)) == 5
    clock.now += 0.4
    assert sum(limits.begin("a.org") for _ in range(20)) == 2
    clock.now += 3600
    assert sum(limits.begin("a.org") for _ in range(20)) == 5


def test_domains_that_rest_are_forgotten(monkeypatch):
    monkeypatch.setattr(domain_limits, "MOST_REMEMBERED", 3)
    limits = DomainLimits(1, 100)
    limits.begin("busy.org")
    for number in range(10):
        limits.begin(f"{number}.org")
        limits.end(f"{number}.org")

    assert not limits.begin("busy.org")
