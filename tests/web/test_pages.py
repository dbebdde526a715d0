"""The pages stand alone: no engine, no outside address, help lines on each."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.bootstrap import http_app
from web.documentation import FILES
from web.help_lines import HELP_LINES

ROOT = Path(__file__).parents[2]
DIGITS_OF_LINES = ("112", "14416", "1-800-891-4416", "14446", "181", "1098")


@pytest.fixture
def client() -> FlaskClient:
    """A client of the pages."""
    return http_app().test_client()


@pytest.mark.parametrize("address", ["/", "/api/docs/"])
def test_every_page_shows_every_help_line(client: FlaskClient, address: str) -> None:
    html = client.get(address).text

    for number in DIGITS_OF_LINES:
        assert f'href="tel:{number}"' in html


def test_readers_of_feeds_find_the_open_meetings(client: FlaskClient) -> None:
    found = re.findall(
        r'<link rel="alternate" type="([a-z/]+)" title="[^"]+" href="([^"]+)">', client.get("/").text
    )

    assert dict(found) == {
        "application/json": "/api/groups/meetings.json",
        "text/calendar": "/api/groups/calendar.ics",
    }


def test_the_help_lines_are_those_of_the_gateway() -> None:
    lines = json.loads((ROOT / "gateway" / "help.json").read_text(encoding="utf-8"))["lines"]

    ours = [(line.number, line.also, line.name, line.hours) for line in HELP_LINES]
    theirs = [(line["number"], line.get("also"), line["name"], line.get("hours")) for line in lines]
    assert ours == theirs


@pytest.mark.parametrize(
    "address", ["/", "/api/docs/", *(f"/api/docs/{name}" for name in FILES if name.startswith("doc"))]
)
def test_no_page_loads_anything_from_elsewhere(client: FlaskClient, address: str) -> None:
    text = client.get(address).text

    assert re.findall(r"""(?:src|href|url)\s*[=:(]\s*["']?(?:https?:)?//""", text) == []


@pytest.mark.parametrize("address", ["/", "/api/docs/"])
def test_the_policy_of_a_page_names_no_other_origin_and_nothing_unsafe(
    client: FlaskClient, address: str
) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_the_landing_page_greets_in_three_languages_and_links_the_documentation(client: FlaskClient) -> None:
    html = client.get("/").text

    for language in ("en", "pa", "hi"):
        assert f'<span lang="{language}">' in html
    assert 'href="/api/docs/"' in html
    assert html.count("<h1>") == 1


def test_the_documentation_is_found_without_its_slash(client: FlaskClient) -> None:
    answer = client.get("/api/docs")

    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/docs/")


def test_every_file_that_the_documentation_names_is_served(client: FlaskClient) -> None:
    html = client.get("/api/docs/").text
    named = set(re.findall(r"""(?:src|href)="([\w.-]+\.(?:js|css|png))\"""", html))

    assert named == set(FILES)
    for name in named:
        answer = client.get(f"/api/docs/{name}")
        assert answer.status_code == 200
        assert len(answer.data) > 100
        assert "max-age=3600" in answer.headers["Cache-Control"]
        assert (
            client.get(f"/api/docs/{name}", headers={"If-None-Match": answer.headers["ETag"]}).status_code
            == 304
        )


@pytest.mark.parametrize("name", ["index.html", "..%2fREADME.md", "swagger-ui.js", "%2fetc%2fpasswd", "."])
def test_no_other_file_is_served(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/docs/{name}")

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_the_documentation_offers_the_document_of_every_service(client: FlaskClient) -> None:
    script = client.get("/api/docs/documentation.js").text

    for service in ("alumni", "groups", "notify"):
        assert f'url: "/api/{service}/openapi.json"' in script
