"""What was registered stays: a text that changes takes a new version, and a DLT id of its own.

The lock holds, for each template, version and wording, the DLT id and a digest of the registered text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping

from notify.domain.template import MessageTemplate, Wording

Entry = Mapping[str, str]  # dlt_template_id, text
Lock = Mapping[str, Mapping[str, Mapping[str, Entry]]]  # template -> version -> wording


def entry_of(wording: Wording) -> Entry:
    """Give what the lock holds of one registered text."""
    digest = hashlib.sha256(wording.registered_text.encode()).hexdigest()
    return {"dlt_template_id": wording.dlt_template_id, "text": digest}


def renewed(lock: Lock, templates: Collection[MessageTemplate]) -> Lock:
    """Add what is new to a lock; what it holds is never changed."""
    result = {name: {number: dict(entries) for number, entries in lock[name].items()} for name in lock}
    for template in templates:
        held = result.setdefault(template.name, {}).setdefault(str(template.version), {})
        for which, wording in template.registered.items():
            held.setdefault(which, entry_of(wording))
    return result


def unlocked(lock: Lock, templates: Collection[MessageTemplate], renew: str) -> Iterator[str]:
    """Say of each text that is not what the lock holds what to do; `renew` is the command that renews it."""
    for template in templates:
        held = lock.get(template.name, {}).get(str(template.version), {})
        for which, wording in template.registered.items():
            if which not in held:
                yield f"{template.name} {which}: not in the lock; look it over, then run {renew}"
            elif held[which] != entry_of(wording):
                yield (
                    f"{template.name} {which}: not the text that was registered as version "
                    f"{template.version}; raise its version, take a new DLT template id, then run {renew}"
                )


def reused_ids(lock: Lock) -> Iterator[str]:
    """Find the DLT ids that stood for different texts."""
    texts: dict[str, set[str]] = {}
    for versions in lock.values():
        for entries in versions.values():
            for each in entries.values():
                texts.setdefault(each["dlt_template_id"], set()).add(each["text"])
    yield from (f"the DLT template id {id_} stood for other words" for id_ in texts if len(texts[id_]) > 1)
