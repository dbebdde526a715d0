"""Start the sandbox: `python -m sandbox`."""

from __future__ import annotations

import asyncio
import sys

from environs import EnvError

from sandbox.app import serve
from sandbox.config import Settings


def main() -> None:
    """Run until stopped; a missing setting or a taken port ends the start with one sentence."""
    try:
        asyncio.run(serve(Settings.from_env()))
    except EnvError as missing:
        sys.exit(f"The sandbox cannot start: {missing}")
    except (OSError, ValueError) as wrong:
        sys.exit(f"The sandbox cannot start: {wrong}")


if __name__ == "__main__":
    main()
