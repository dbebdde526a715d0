"""The story of alumni, step by step, through Envoy and on all real engines."""

from __future__ import annotations

import io
from functools import partial

from rich.console import Console

from hamrah.demo.alumni import EXPECTED
from hamrah.demo.play import play
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform
from hamrah.proof import prove


def test_the_story_of_alumni_plays_to_its_end(platform: Platform, stage: Stage) -> None:
    told = io.StringIO()
    layout = platform.layout

    code = play(
        "alumni",
        platform.url,
        stage.world.url,
        layout.kafka_bootstrap,
        admin=stage.admin,
        prove=partial(prove, layout.mongodb_uri, layout.kafka_bootstrap),
        console=Console(file=told, width=200),
    )

    assert code == 0, told.getvalue()
    assert "nothing else of this person was found" in told.getvalue()
    for record in EXPECTED:
        assert record in told.getvalue()
