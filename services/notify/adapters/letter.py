"""An e-mail as it is handed to the server: text and simple HTML of the same words, from one layout.

No picture, no style and no script comes from elsewhere, so that nobody learns when or where it is read.
A message's id makes its Message-ID (RFC 5322 section 3.6.4), so that one sent again after a doubt is
the same e-mail to whoever receives it. `Auto-Submitted` (RFC 3834) keeps absence notes from answering.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from notify.domain.contacts import Language
from notify.ports import Envelope

LAYOUT = "layout.html"
# What leads to the page where a member chooses how to be written to, and off this kind of message.
CHOOSE: Mapping[Language, str] = {
    Language.ENGLISH: "Choose how we write to you",
    Language.PUNJABI: "ਚੁਣੋ ਕਿ ਅਸੀਂ ਤੁਹਾਨੂੰ ਕਿਵੇਂ ਲਿਖੀਏ",
    Language.HINDI: "चुनें कि हम आपको कैसे लिखें",
}

_POLICY = SMTP.clone(cte_type="7bit")  # not every server takes eight (RFC 6152)


def letter(envelope: Envelope, mail_from: str, leave_address: str | None = None) -> bytes:
    """Write one e-mail; `leave_address` takes who leaves by mail instead of by the link (RFC 2369)."""
    local, _, domain = mail_from.rpartition("@")
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(envelope.sender.name, local, domain)
    mail["To"] = envelope.to
    mail["Subject"] = envelope.subject
    mail["Date"] = localtime()
    mail["Message-ID"] = f"<{envelope.message_id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if envelope.unsubscribe_url:
        ways = [envelope.unsubscribe_url, *([f"mailto:{leave_address}"] if leave_address else [])]
        mail["List-Unsubscribe"] = ", ".join(f"<{each}>" for each in ways)
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text_of(envelope))
    mail.add_alternative(html_of(envelope), subtype="html")
    mail["Content-Language"] = envelope.language  # Setting the content takes such headers away.
    # A link is not to be folded into encoded words, as what is longer than a line would be.
    return mail.as_bytes(policy=_POLICY.clone(max_line_length=998))


def text_of(envelope: Envelope) -> str:
    """Give the words, and where to choose how to be written to."""
    if not envelope.preferences_url:
        return envelope.body
    return f"{envelope.body.rstrip()}\n\n-- \n{CHOOSE[envelope.language]}:\n{envelope.preferences_url}\n"


def html_of(envelope: Envelope) -> str:
    """Lay the same words out; they read alike where no style is shown."""
    return _layout().render(
        language=envelope.language,
        subject=envelope.subject,
        paragraphs=[each.split("\n") for each in envelope.body.strip().split("\n\n")],
        choose=CHOOSE[envelope.language],
        preferences_url=envelope.preferences_url,
    )


@lru_cache(maxsize=1)
def _layout() -> Template:
    source = (files("notify") / "templates" / LAYOUT).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(source)
