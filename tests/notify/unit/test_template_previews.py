"""What coordinators see of a template before anybody reads it."""

import pytest

from notify.domain.contacts import Language
from notify.domain.message import Template
from tests.notify import api, examples

COORDINATOR = api.authorization(role="coordinator", centre=examples.MEMBER)


@pytest.fixture(scope="module")
def client():
    return api.app().test_client()


def test_every_template_is_listed_once_over_the_pages(client):
    seen, cursor = [], ""
    while cursor is not None:
        query = {"page_size": 7, **({"cursor": cursor} if cursor else {})}
        page = client.get("/api/notify/templates", query_string=query, headers=COORDINATOR).json
        seen += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]

    assert seen == sorted(str(each) for each in Template)


@pytest.mark.parametrize("language", Language)
def test_a_preview_shows_each_wording_with_ordinary_and_with_the_longest_values(client, language):
    path = "/api/notify/templates/place-queued/preview"
    shown = client.get(path, query_string={"language": language}, headers=COORDINATOR).json

    assert [(each["wording"], each["values"]) for each in shown["wordings"]] == [
        ("discreet", "example"),
        ("discreet", "longest"),
        ("full", "example"),
        ("full", "longest"),
    ]
    longest = shown["wordings"][1]
    assert longest["encoding"] == ("GSM-7" if language == "en" else "UCS-2")
    assert len(longest["sms"]) >= len(shown["wordings"][0]["sms"])
    costs = {each["provider"]: each["paise"] for each in longest["costs"]}
    assert costs["msg91"] == 20 * longest["segments"]
    assert costs["smtp"] == 1
    assert (shown["version"], shown["header"], shown["language"]) == (1, "HAMRAH", language)


def test_a_preview_shows_the_header_that_the_callers_centre_sends_under(client, monkeypatch, tmp_path):
    monkeypatch.setenv("HAMRAH_SENDERS", examples.senders_file(tmp_path, examples.MEMBER))
    administrator = api.authorization(role="network-administrator")
    path = "/api/notify/templates/place-queued/preview"

    shown = [client.get(path, headers=each).json["header"] for each in (COORDINATOR, administrator)]
    assert shown == ["SAVERA", "HAMRAH"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing/preview", 404),
        ("place-queued/preview?language=fr", 422),
        ("x" * 65 + "/preview", 404),
    ],
)
def test_what_is_not_there_is_not_shown(client, path, status):
    assert client.get(f"/api/notify/templates/{path}", headers=COORDINATOR).status_code == status


def test_a_member_does_not_see_the_register(client):
    assert client.get("/api/notify/templates", headers=api.authorization()).status_code == 403
