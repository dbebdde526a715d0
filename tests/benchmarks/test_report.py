"""The report says what was measured: its arithmetic, its words and its plot."""

import json
from pathlib import Path

import pytest

from benchmarks.load import Result
from benchmarks.plot import share_of_goal
from benchmarks.report import Figure, Goal, Round, rounded
from benchmarks.writing import cells, page, write

THROUGHPUT = Figure(
    name="relay",
    unit="events/s",
    goal=Goal("at least", 0.8),
    rounds=[Round(900, 1000), Round(700, 1000), Round(1700, 2000)],
    how="Side by side.",
)
DELAY = Figure(
    name="201 to provider",
    unit="ms",
    goal=Goal("at most", 3),
    rounds=[Round(17, 5, allowance=2), Round(30, 5), Round(20, 5)],
    how="One at a time.",
)
MEMORY = Figure(
    name="memory",
    unit="MB",
    goal=Goal("at most", 600),
    rounds=[Round(500), Round(510), Round(490)],
    how="Summed up.",
    details={"per process, MB": {"groups.api": {"pss": 40.0, "rss": 60.0}}},
)


def test_a_ratio_is_the_median_of_the_rounds_not_the_ratio_of_the_medians():
    assert THROUGHPUT.compared == pytest.approx(0.85)
    assert THROUGHPUT.value == 900
    assert THROUGHPUT.baseline == 1000
    assert THROUGHPUT.spread == (pytest.approx(0.7), pytest.approx(0.9))
    assert THROUGHPUT.met


def test_the_providers_own_time_is_not_held_against_us():
    assert DELAY.rounds[0].compared == pytest.approx(3)
    assert DELAY.compared == pytest.approx(4)
    assert not DELAY.met


def test_a_figure_without_a_baseline_is_held_against_its_value():
    assert MEMORY.baseline is None
    assert MEMORY.compared == 500
    assert MEMORY.met


@pytest.mark.parametrize(
    ("goal", "kept", "broken"), [(Goal("at least", 0.7), 0.7, 0.69), (Goal("at most", 3), 3, 3.01)]
)
def test_a_goal_includes_its_limit(goal, kept, broken):
    assert goal.is_met(kept)
    assert not goal.is_met(broken)


def test_a_goal_is_a_lower_or_an_upper_bound():
    with pytest.raises(ValueError, match="at least or at most"):
        Goal("about", 3)


def test_the_share_of_a_goal_grows_with_what_is_better():
    assert share_of_goal(THROUGHPUT, 0.8) == pytest.approx(1)
    assert share_of_goal(THROUGHPUT, 1.6) == pytest.approx(2)
    assert share_of_goal(DELAY, 1.5) == pytest.approx(2)


def test_numbers_keep_four_digits():
    assert rounded(1234.567) == 1235
    assert rounded(0.0123456) == 0.01235


def test_a_percentile_is_the_latency_that_so_many_stayed_under():
    result = Result(seconds=2, statuses={201: 100}, latencies=[float(n) for n in range(100, 0, -1)])

    assert result.percentile(0.99) == 100
    assert result.percentile(0.5) == 51
    assert result.per_second == 50


def test_a_row_tells_value_baseline_ratio_goal_and_spread():
    assert cells(THROUGHPUT) == [
        "relay, events/s",
        "900",
        "1,000",
        "0.85",
        "at least 0.8",
        "yes",
        "0.7 to 0.9",
    ]
    assert cells(MEMORY)[2:5] == ["-", "-", "at most 600"]
    assert cells(DELAY)[5] == "no"


def test_the_page_has_a_row_and_a_section_for_each_figure():
    written = page([THROUGHPUT, MEMORY])

    assert "| relay, events/s | 900 | 1,000 | 0.85 | at least 0.8 | yes | 0.7 to 0.9 |" in written
    assert "**relay** (events/s). Side by side." in written
    assert "| per process, MB | pss | rss |\n| --- | --- | --- |\n| groups.api | 40 | 60 |" in written
    assert "(report.svg)" in written


def test_the_report_is_written_as_json_plot_and_page(tmp_path: Path):
    paths = write([THROUGHPUT, DELAY, MEMORY], tmp_path)

    assert [path.name for path in paths] == ["report.json", "report.svg", "REPORT.md"]
    figures = json.loads(paths[0].read_text())["figures"]
    assert [figure["met"] for figure in figures] == [True, False, True]
    assert figures[0]["spread"] == {"lowest": 0.7, "highest": 0.9}
    assert figures[0]["goal"] == {"bound": "at least", "limit": 0.8, "of": "ratio"}
    assert len(figures[1]["rounds"]) == 3
    drawn = paths[1].read_text()
    assert all(figure.name in drawn for figure in (THROUGHPUT, DELAY, MEMORY))
    assert len(drawn) < 60_000
