"""The pages behind QR codes run their own script alone, show the help lines and load nothing."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from flask.testing import FlaskClient

from notify.domain.contacts import Channel
from notify.domain.preferences import ALWAYS, Purpose
from web.bootstrap import http_app
from web.help_lines import HELP_LINES
from web.preferences import SCRIPT

CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX"
TOKEN = "Zm9v" * 11 + "abc"
ADDRESSES = (f"/certificates/{CODE}", "/check-in", f"/preferences/{TOKEN}")


@pytest.fixture
def client() -> FlaskClient:
    return http_app().test_client()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_runs_no_script_but_its_own(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    [script] = re.findall("<script>(.*?)</script>", answer.text, re.DOTALL)
    policy = answer.headers["Content-Security-Policy"]

    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert answer.status_code == 200
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert re.findall(r"""(?:src|href|url)\s*[=:(]\s*["']?(?:https?:)?//""", answer.text) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_shows_every_help_line_and_is_kept_nowhere(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert all(f'href="tel:{line.number}"' in answer.text for line in HELP_LINES)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_of_a_certificate_shows_its_code_and_speaks_to_screen_readers(client: FlaskClient) -> None:
    html = client.get(f"/certificates/{CODE}").text

    assert CODE in html
    assert f'href="/api/groups/certificates/{CODE}"' in html
    assert html.count('role="status"') == 2
    assert '<label for="document">' in html


def test_a_code_is_written_as_text_whatever_it_is(client: FlaskClient) -> None:
    html = client.get("/certificates/%3Cimg%20src=x%20onerror=alert(1)%3E").text

    assert "<img" not in html
    assert "&lt;img" in html


def test_the_word_of_a_room_is_not_the_servers_to_see(client: FlaskClient) -> None:
    page = client.get("/check-in")

    assert "connect-src 'none'" in page.headers["Content-Security-Policy"]
    assert "location.hash" in page.text


def test_without_a_script_one_button_leaves_the_mails(client: FlaskClient) -> None:
    page = client.get(f"/preferences/{TOKEN}")

    assert f'<form method="post" action="/api/notify/unsubscribe/{TOKEN}">' in page.text
    assert '<input type="hidden" name="List-Unsubscribe" value="One-Click">' in page.text
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]
    for language in ("en", "pa", "hi"):
        assert f'<span lang="{language}">' in page.text


def test_what_became_of_keeping_is_said_below_the_button_and_the_keyboard_stays_on_it(
    client: FlaskClient,
) -> None:
    page = client.get(f"/preferences/{TOKEN}").text

    assert '<form id="choices" hidden aria-labelledby="title"></form>\n<p id="answer" role="status">' in page
    assert 'name: "keep"' in SCRIPT
    assert "form.elements.keep.focus()" in SCRIPT


def test_every_field_of_the_choices_stands_in_a_label_or_a_legend(client: FlaskClient) -> None:
    fields = re.findall(r'made\("(?:input|select|textarea)"', SCRIPT)
    labelled = re.findall(r'made\("label", \{\}, (?:input, `|`[^`]+`, made\("select")', SCRIPT)

    assert len(fields) == len(labelled) == 2
    assert 'made("fieldset", {}, made("legend"' in SCRIPT


def test_the_page_of_choices_differs_by_its_link_alone(client: FlaskClient) -> None:
    other = TOKEN[::-1]
    pages = {client.get(f"/preferences/{each}").text.replace(each, "") for each in (TOKEN, other)}

    assert len(pages) == 1


def test_the_page_of_choices_has_the_same_words_in_every_language() -> None:
    words = re.findall(r"^  (\w\w): \{(.*?)^  \},", SCRIPT, re.DOTALL | re.MULTILINE)
    names = {language: re.findall(r'[ {]("?[\w-]+"?): ["{]', text) for language, text in words}

    assert sorted(names) == ["en", "hi", "pa"]
    assert len({tuple(each) for each in names.values()}) == 1
    left = {f'"{each}"' if "-" in each else str(each) for each in set(Purpose) - ALWAYS}
    assert left | {str(each) for each in Channel} <= set(names["en"])
