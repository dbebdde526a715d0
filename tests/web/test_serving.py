"""The pages as they are deployed."""

from pathlib import Path

import requests

from tests.chassis.http.serving import serve


def test_the_pages_are_served_by_gunicorn_without_any_setting(tmp_path: Path) -> None:
    with serve("web.bootstrap:http_app()", tmp_path / "output.log") as served:
        landing = requests.get(f"{served.address}/", timeout=5)
        bundle = requests.get(f"{served.address}/api/docs/swagger-ui-bundle.js", timeout=5)
        ready = requests.get(f"{served.address}/health/ready", timeout=5)

    assert "ਹਮਰਾਹ" in landing.content.decode()
    assert len(bundle.content) > 1_000_000
    assert bundle.headers["Content-Type"].startswith("text/javascript")
    assert ready.json() == {"status": "ready", "checks": {}}
    assert served.process.returncode == 0
    assert '"service": "web"' in (tmp_path / "output.log").read_text()
