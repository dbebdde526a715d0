"""The notice, and what a member has said, for that member."""

from typing import Any

from alumni.adapters.notices import notice
from alumni.domain.consent import NOTICE, TO_ONE_RECIPIENT, Consent, Purpose
from alumni.domain.contact import Language

Document = dict[str, Any]
LATEST_ACTS = 20


def current_notice(language: Language) -> Document:
    """Show the notice of now in one language."""
    return {
        "version": NOTICE,
        "language": language,
        "purposes": [
            {
                "purpose": purpose,
                "title": words[language].title,
                "text": words[language].text,
                "needed": purpose is Purpose.MEMBERSHIP,
                "asked_each_time": purpose in TO_ONE_RECIPIENT,
            }
            for purpose, words in notice().items()
        ],
    }


def consent(said: Consent) -> Document:
    """Show one consent with its latest acts, the last first; all of them are in the export."""
    return {
        "id": said.id,
        "purpose": said.purpose,
        "recipient": said.recipient,
        "given": said.stands,
        "expires_at": said.expires_at,
        "acts": [vars(act) for act in reversed(said.acts[-LATEST_ACTS:])],
        "acts_in_all": len(said.acts),
    }
