"""The story of notify, step by step, through Envoy and on all real engines."""

from __future__ import annotations

import io

from rich.console import Console

from hamrah.demo.notify import EXPECTED
from hamrah.demo.operator import operator_of
from hamrah.demo.play import play
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform


def test_the_story_of_notify_plays_to_its_end(platform: Platform, stage: Stage) -> None:
    told = io.StringIO()

    code = play(
        "notify",
        platform.url,
        stage.world.url,
        platform.layout.kafka_bootstrap,
        admin=stage.admin,
        operate=operator_of(platform.layout),
        console=Console(file=told, width=200),
    )

    assert code == 0, told.getvalue()
    for record in EXPECTED:
        assert record in told.getvalue()
