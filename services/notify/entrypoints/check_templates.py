"""Checks every template before anything is sent: `check` finds what is wrong, `write` renews the lock."""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TypeGuard

from notify.adapters.templates import (
    DATA,
    LOCK,
    lock_text,
    read_links,
    read_lock,
    read_senders,
    read_templates,
)
from notify.domain.message import Template
from notify.domain.rules import shared_ids, violations
from notify.domain.versions import renewed, reused_ids, unlocked
from notify.handlers.coverage import misfits
from notify.handlers.table import ROWS

RENEW = "`.venv/bin/python -m notify.entrypoints.check_templates write`"
TABLE = "table.py"
NO_TEMPLATES = frozenset({"links", "senders"})


def problems() -> Iterator[str]:
    """Name whatever keeps a template from being registered and sent; nothing when all is well."""
    yield from _strays()
    templates, links, lock = read_templates(), read_links(), read_lock()
    for template in templates.values():
        yield from (f"{template.name}: {each}" for each in violations(template, links))
    yield from shared_ids(list(templates.values()))
    yield from unlocked(lock, list(templates.values()), RENEW)
    yield from reused_ids(lock)
    yield from read_senders().violations()
    yield from misfits(ROWS, templates, sent_elsewhere())


def sent_elsewhere() -> frozenset[str]:
    """Name the templates that are sent without the table, such as a sign-in code or a broadcast."""
    folders = (files("notify") / name for name in ("domain", "handlers"))
    modules = [each for folder in folders for each in folder.iterdir() if each.name.endswith(".py")]
    sources = [each.read_text(encoding="utf-8") for each in modules if each.name != TABLE]
    named = {node.attr for source in sources for node in ast.walk(ast.parse(source)) if _of_template(node)}
    return frozenset(Template[name] for name in named if name in Template.__members__)


def _of_template(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == Template.__name__


def _strays() -> Iterator[str]:
    names = {each.name.removesuffix(".yaml") for each in DATA.iterdir() if each.name.endswith(".yaml")}
    strays = names - {str(each) for each in Template} - NO_TEMPLATES
    yield from (f"templates/{name}.yaml: no template has this name" for name in sorted(strays))


def main() -> int:
    """Run one of the two commands; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="notify.entrypoints.check_templates", description=__doc__)
    parser.add_argument("command", choices=["check", "write"])
    if parser.parse_args().command == "write":
        lock = renewed(read_lock(), list(read_templates().values()))
        Path(str(DATA / LOCK)).write_text(lock_text(lock), encoding="utf-8")
    found = list(problems())
    print("\n".join(found) or "templates: every text may be registered, is told and is kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
