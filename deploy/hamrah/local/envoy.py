"""The gateway's engine: Envoy, run on a rendered configuration."""

import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path

from hamrah.local.child import Child, ChildFailed
from hamrah.local.engine import LOCALHOST, Engine

HEALTH_PATH = "/health"


def find_envoy() -> Path:
    """Find the envoy of the Python environment, else the one on PATH."""
    found = shutil.which("envoy", path=str(Path(sys.executable).parent)) or shutil.which("envoy")
    if found is None:
        raise ChildFailed("no envoy: run `make run`, which installs it")
    return Path(found)


def envoy_command(configuration: Path) -> list[str]:
    """The command that runs Envoy on one configuration file, two threads wide."""
    options = ["--disable-hot-restart", "--concurrency", "2", "--log-level", "warning"]
    return [str(find_envoy()), "-c", str(configuration), *options]


class Envoy(Engine):
    """Envoy on one configuration file, which names the port it listens on."""

    name = "gateway"

    def __init__(self, directory: Path, port: int, configuration: str) -> None:
        super().__init__(directory, port)
        self._configuration = configuration

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"http://{LOCALHOST}:{self.port}"

    def _prepare(self) -> Child:
        file = self.directory / "envoy.yaml"
        file.write_text(self._configuration)
        return Child(self.name, envoy_command(file), self.log)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}{HEALTH_PATH}", timeout=1) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
