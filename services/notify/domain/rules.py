"""What India's operators demand of a template, and what discretion does.

TRAI's TCCCPR 2018 has every SMS template registered on a distributed ledger (DLT): at most two
variables of at most 30 characters, not adjacent, at least 30 % fixed text, links from a whitelist only.
A template that breaks a rule must fail `make check`, not the send.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from notify.domain.contacts import Language
from notify.domain.discretion import indiscreet_words
from notify.domain.segments import segments
from notify.domain.template import CATEGORIES, VARIABLE, MessageTemplate, Wording
from notify.domain.variables import LONGEST_VARIABLE, Kind

MOST_VARIABLES = 2
LEAST_FIXED_SHARE = 0.3
MOST_SEGMENTS = 3
KINDS = frozenset(Kind) - {Kind.CENTRE}  # which every full wording may say, without a declaration

_DLT_ID = re.compile(r"[0-9]{19}")
_LINK = re.compile(r"(?:https?://|www\.)([^\s/]*)[^\s]*", re.IGNORECASE)


def violations(template: MessageTemplate, links: Collection[str] = ()) -> list[str]:
    """List what keeps a template from being registered and sent, one sentence each; empty is good.

    `links` are the hosts that the operators have on the whitelist.
    """
    found = [f"no wording in {language}" for language in Language if language not in template.wordings]
    if template.category not in CATEGORIES:
        found.append(f"category {template.category} is none of {', '.join(sorted(CATEGORIES))}")
    unknown = sorted(f"{name} is {kind}" for name, kind in template.variables.items() if kind not in KINDS)
    found += [f"variable {each}, which is no kind of variable" for each in unknown]
    for which, wording in template.registered.items():
        known = {*template.variables, *((Kind.CENTRE,) if which.endswith("full") else ())}
        found += [f"{which}: {problem}" for problem in _problems(wording, known, links)]
        found += [
            f"{which}: {part} says {word}"
            for part, text in (("sms", wording.sms), ("subject", wording.subject), ("body", wording.body))
            for word in indiscreet_words(text, full=which.endswith("full"))
        ]
    return [*found, *_differences(template)]


def _problems(wording: Wording, known: Collection[str], links: Collection[str]) -> list[str]:
    found = _sms_problems(wording.sms, links)
    for part, text in (("sms", wording.sms), ("subject", wording.subject), ("body", wording.body)):
        unknown = [name for name in VARIABLE.findall(text) if name not in known]
        found += [f"{part} has an undeclared variable {name}" for name in unknown]
        if "{" in VARIABLE.sub("", text) or "}" in VARIABLE.sub("", text):
            found.append(f"{part} has a brace that is no variable's")
    if not wording.subject.strip() or not wording.body.strip():
        found.append("the e-mail has no subject or no body")
    if not _DLT_ID.fullmatch(wording.dlt_template_id):
        found.append("the DLT template id is not 19 digits")
    return found


def _sms_problems(sms: str, links: Collection[str]) -> list[str]:
    places = list(VARIABLE.finditer(sms))
    fixed = len(VARIABLE.sub("", sms))
    longest = fixed + LONGEST_VARIABLE * len(places)
    found = []
    if len(places) > MOST_VARIABLES:
        found.append(f"{len(places)} variables, more than {MOST_VARIABLES}")
    if any(not sms[one.end() : two.start()].strip() for one, two in pairwise(places)):
        found.append("two variables are adjacent")
    if fixed < LEAST_FIXED_SHARE * longest:
        found.append(f"less than {LEAST_FIXED_SHARE:.0%} fixed text")
    # Fill in what is as long as a value may be, in the alphabet of the text.
    if (count := segments(VARIABLE.sub("0" * LONGEST_VARIABLE, sms))) > MOST_SEGMENTS:
        found.append(f"{count} segments, more than {MOST_SEGMENTS}")
    hosts = {link[1].casefold() for link in _LINK.finditer(sms)}
    found += [f"a link to {host}, which is not on the whitelist" for host in sorted(hosts - set(links))]
    return found


def _differences(template: MessageTemplate) -> list[str]:
    """Find the languages whose text does not have the variables of the others."""
    found = []
    for suffix in ("", " full"):
        texts = {
            which: sorted(VARIABLE.findall(wording.sms))
            for which, wording in template.registered.items()
            if which == which.split()[0] + suffix
        }
        if len({tuple(each) for each in texts.values()}) > 1:
            found.append(f"the languages have different variables: {texts}")
        if suffix and 0 < len(texts) < len(template.wordings):
            found.append("full wording is not there in every language")
    return found


def shared_ids(templates: Collection[MessageTemplate]) -> list[str]:
    """Find the DLT ids that more than one text claims."""
    claims: dict[str, list[str]] = {}
    for template in templates:
        for which, wording in template.registered.items():
            claims.setdefault(wording.dlt_template_id, []).append(f"{template.name} {which}")
    return [f"{' and '.join(who)} have one DLT template id" for who in claims.values() if len(who) > 1]
