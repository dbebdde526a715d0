"""The operator of a story: what `hamrah notify ...` says of a local platform."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from hamrah.demo.stage import Operate
from hamrah.local.processes import Layout, environment_of


def operator_of(layout: Layout) -> Operate:
    """Give the command, in a process of its own, for it has notify's settings and keys."""
    settings = {**os.environ, **environment_of("notify", layout)}

    def operate(arguments: Sequence[str]) -> str:
        command = [sys.executable, "-m", "hamrah", "notify", *arguments]
        run = subprocess.run(command, env=settings, check=True, stdout=subprocess.PIPE, text=True)
        return run.stdout

    return operate
