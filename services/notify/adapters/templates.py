"""Templates, senders and the lock of what was registered, as data in `notify/templates`."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from chassis.config import MissingSetting
from notify.config import senders_file
from notify.domain.contacts import Language
from notify.domain.message import Template
from notify.domain.senders import Sender, Senders
from notify.domain.template import MessageTemplate, Wording
from notify.domain.versions import Lock

LOCK = "versions.lock.json"
DATA = files("notify") / "templates"


def read_template(name: Template) -> MessageTemplate:
    """Read one template of `notify/templates`; raises KeyError or TypeError for one that lacks a part."""
    content = _read(name)
    return MessageTemplate(
        name=name,
        version=content["version"],
        category=content["category"],
        variables=content["variables"],
        wordings={language: _wording(content[language]) for language in Language},
    )


def read_templates() -> dict[Template, MessageTemplate]:
    """Read every template there is."""
    return {name: read_template(name) for name in Template}


def read_senders() -> Senders:
    """Read, once, as whom messages leave: from the operator's file if there is one, else from ours.

    A file that holds no senders ends the start with the name of the setting.
    """
    path = senders_file()
    try:
        return _senders_in(path)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise MissingSetting(f"notify cannot start: HAMRAH_SENDERS, {path}, holds no senders.") from error


def read_links() -> frozenset[str]:
    """Read the hosts that the operators have on the whitelist."""
    return frozenset(_read("links")["hosts"])


def read_lock() -> Lock:
    """Read what was registered; nothing yet where there is no lock."""
    path = DATA / LOCK
    lock: Lock = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return lock


def lock_text(lock: Lock) -> str:
    """Write a lock so that a change of one text changes the lines of that text."""
    return json.dumps(lock, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@lru_cache(maxsize=1)
def _senders_in(path: Path | None) -> Senders:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) if path else _read("senders")
    centres = content.get("centres") or {}
    return Senders(
        default=_sender(content["default"]), of_centres={each: _sender(centres[each]) for each in centres}
    )


def _sender(content: dict[str, Any]) -> Sender:
    names = {Language(each): name for each, name in content.get("centre", {}).items()}
    return Sender(**{**content, "centre": names})


def _wording(content: dict[str, Any]) -> Wording:
    words = {name: text for name, text in content.items() if name != "full"}
    return Wording(**words, full=_wording(content["full"]) if "full" in content else None)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return content
