"""The e-mail as it leaves: text and HTML of the same words, and a way out of it."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import cast

import pytest

from notify.adapters.letter import html_of, letter
from notify.domain.contacts import Channel, Language
from notify.domain.preferences import Purpose
from tests.notify import examples

LEAVE = "bounce+l.0123@hamrah.example.org"


def envelope(language: Language = Language.PUNJABI, purpose: Purpose = Purpose.MEETINGS):
    message = examples.message(channel=Channel.EMAIL, language=language, purpose=purpose)
    return examples.writing().envelope(message, examples.SEALED[Channel.EMAIL])


def parsed(content: bytes) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(content, policy=policy.default))


class Words(HTMLParser):
    """What a reader without styles shows, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        self.words += "" if self._hidden else data


def read(html: str) -> Words:
    words = Words()
    words.feed(html)
    return words


@pytest.mark.parametrize("language", Language)
def test_text_and_html_say_the_same_in_every_language(language):
    told = envelope(language)
    mail = parsed(letter(told, "hello@hamrah.example.org"))
    html = mail.get_body(("html",))
    text = mail.get_body(("plain",))

    assert mail.get_content_type() == "multipart/alternative"
    assert html
    assert text
    said = read(html.get_content())
    for line in filter(None, told.body.splitlines()):
        assert line in said.words
        assert line in text.get_content()
    assert dict(said.tags)["html"] == {"lang": language.value, "dir": "ltr"}
    assert told.preferences_url in text.get_content()


def test_nothing_is_fetched_and_nobody_is_followed():
    tags = read(html_of(envelope())).tags

    assert {tag for tag, _ in tags}.isdisjoint({"img", "link", "script", "iframe", "object", "form"})
    assert [attrs for _, attrs in tags if "src" in attrs] == []
    assert "url(" not in html_of(envelope())
    assert len([attrs["href"] for tag, attrs in tags if tag == "a"]) == 1


def test_dark_readers_get_dark_colours():
    html = html_of(envelope())

    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html


def test_what_looks_like_html_stays_words():
    told = replace(envelope(), body='Hello,\n\n<b>you</b> & "we"\n\nHamrah\n')

    assert '<b>you</b> & "we"' in read(html_of(told)).words
    assert "<b>" not in html_of(told)


def test_who_wants_no_more_of_a_kind_leaves_with_one_click_or_by_mail():
    told = envelope()
    raw = letter(told, "hello@hamrah.example.org", LEAVE)
    mail = parsed(raw)

    assert mail["List-Unsubscribe"] == f"<{told.unsubscribe_url}>, <mailto:{LEAVE}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"<{told.unsubscribe_url}>".encode() in raw  # in one piece, and not encoded


@pytest.mark.parametrize("purpose", [Purpose.ACCOUNT, Purpose.HELP])
def test_what_is_always_sent_offers_no_way_out(purpose):
    mail = parsed(letter(envelope(purpose=purpose), "hello@hamrah.example.org", LEAVE))

    assert "List-Unsubscribe" not in mail
    assert "List-Unsubscribe-Post" not in mail


def test_a_code_to_somebody_who_may_be_no_member_has_no_link_at_all():
    message = examples.code_message(channel=Channel.EMAIL)
    told = examples.writing().envelope(message, examples.SEALED[Channel.EMAIL])

    assert not re.search(r"https?://", letter(told, "hello@hamrah.example.org").decode())
    assert [tag for tag, _ in read(html_of(told)).tags if tag == "a"] == []


def test_the_name_in_the_inbox_is_the_senders():
    told = envelope()
    mail = parsed(letter(replace(told, sender=replace(told.sender, name="Savera")), "hello@example.org"))

    assert mail["From"] == "Savera <hello@example.org>"
