"""The operator's command: what it prints, and what it passes on."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from hamrah.cli import app

RUN = CliRunner()


def test_the_gateway_is_rendered_with_the_given_addresses() -> None:
    done = RUN.invoke(app, ["gateway", "render", "--alumni", "alumni:8000", "--bind", "0.0.0.0:8443"])

    rendered = yaml.safe_load(done.stdout)
    alumni = rendered["static_resources"]["clusters"][0]["load_assignment"]
    address = alumni["endpoints"][0]["lb_endpoints"][0]["endpoint"]["address"]["socket_address"]
    listener = rendered["static_resources"]["listeners"][0]["address"]["socket_address"]
    assert (address["address"], address["port_value"]) == ("alumni", 8000)
    assert (listener["address"], listener["port_value"]) == ("0.0.0.0", 8443)


def test_generating_secrets_says_what_was_made_and_then_that_nothing_is_missing(tmp_path: Path) -> None:
    first = RUN.invoke(app, ["secrets", "generate", str(tmp_path)])
    second = RUN.invoke(app, ["secrets", "generate", str(tmp_path)])

    assert "token-signing-key.pem" in first.stdout
    assert second.stdout == f"nothing is missing in {tmp_path}\n"


def test_admin_passes_its_arguments_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamrah.up.take_settings", lambda *_: None)

    done = RUN.invoke(app, ["admin", "centre", "add", "--help"])

    assert done.exit_code == 0
    assert "--city" in done.output


def test_every_filter_of_the_gateway_is_in_its_order() -> None:
    rendered = yaml.safe_load(RUN.invoke(app, ["gateway", "render"]).stdout)

    chain = rendered["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    names = [each["name"].removeprefix("envoy.filters.http.") for each in chain["http_filters"]]
    asked = ["health_check", "cors", "local_ratelimit", "jwt_authn", "compressor", "router"]
    assert [name for name in names if name in asked] == asked
