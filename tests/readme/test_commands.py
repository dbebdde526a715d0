"""The README promises commands; each one must be run by CI."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
CI = "\n".join((ROOT / ".ci" / name).read_text() for name in ("run", "walk"))
CI_WORDS = re.sub(r'[",\[\]()]+', " ", CI)
CONTAINERS = (ROOT / "tests" / "containers").glob("*.py")


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    rows = re.findall(r"^\| `(make [a-z-]+)` \|", README, re.MULTILINE)
    return [line for line in lines if line] + rows


def test_the_readme_names_commands():
    assert {"make run", "make demo", "make test", "make bench"} <= set(commands())


def test_every_command_of_the_readme_is_run_by_ci():
    run = re.sub(r"\s+", " ", CI_WORDS)
    if any("DockerCompose" in path.read_text() for path in CONTAINERS):
        run += " docker compose up --build --wait"

    missing = [command for command in commands() if command.replace('"', "") not in run]

    assert missing == []
