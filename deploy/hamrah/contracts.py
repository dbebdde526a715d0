"""Keeps `contracts/` true: `check` compares it with the code, `write` renews the OpenAPI documents."""

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from chassis.events import DomainEvent
from chassis.http.openapi import document

CONTRACTS = Path(__file__).parents[2] / "contracts"
SERVICES = ("alumni", "groups", "notify")
PUBLISHERS = ("alumni", "groups", "notify")


def published_events() -> dict[str, type[DomainEvent]]:
    """Give every event class of the services by its type."""
    packages = [importlib.import_module(f"{service}.domain.events") for service in PUBLISHERS]
    modules = [
        importlib.import_module(f"{package.__name__}.{subject.name}")
        for package in packages
        for subject in pkgutil.iter_modules(package.__path__)
    ]
    values = [value for module in modules for value in vars(module).values()]
    classes = {getattr(value, "type", None): value for value in values if isinstance(value, type)}
    return {name: found for name, found in classes.items() if isinstance(name, str)}


def schema_of(event_type: str) -> dict[str, Any]:
    """Read the JSON Schema of an event type."""
    schema: dict[str, Any] = json.loads((CONTRACTS / "events" / f"{event_type}.json").read_text())
    return schema


def fixtures_of(event_type: str) -> list[dict[str, Any]]:
    """Read the published examples of an event type; they are added to, and never changed."""
    fixtures: list[dict[str, Any]] = json.loads((CONTRACTS / "fixtures" / f"{event_type}.json").read_text())
    return fixtures


def documents() -> dict[Path, str]:
    """Generate the OpenAPI document of every service, by the file it is kept in."""
    return {
        CONTRACTS / "openapi" / f"{service}.json": _as_json(
            document(importlib.import_module(f"{service}.bootstrap").api())
        )
        for service in SERVICES
    }


def problems() -> Iterator[str]:
    """Name whatever in `contracts/` the code does not keep; nothing when all is well."""
    asyncapi = yaml.safe_load((CONTRACTS / "asyncapi.yaml").read_text())
    declared = {each["name"] for each in asyncapi["components"]["messages"].values()} - {"dead-letter"}
    published = set(published_events())
    for kind, names in {
        "a message in contracts/asyncapi.yaml": declared,
        "a schema in contracts/events": {path.stem for path in (CONTRACTS / "events").glob("*.json")},
        "fixtures in contracts/fixtures": {path.stem for path in (CONTRACTS / "fixtures").glob("*.json")},
    }.items():
        yield from (f"{name} is published, but lacks {kind}" for name in sorted(published - names))
        yield from (f"{name} has {kind}, but no class publishes it" for name in sorted(names - published))
        published &= names
    for event_type in sorted(published):
        yield from _fixture_problems(event_type)
    for path, text in documents().items():
        if not path.exists() or path.read_text() != text:
            yield (
                f"contracts/openapi/{path.name} is not what the service serves: look at what "
                "`.venv/bin/python -m hamrah.contracts write` changes, and commit it"
            )


def _fixture_problems(event_type: str) -> Iterator[str]:
    schema = schema_of(event_type)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for number, fixture in enumerate(fixtures_of(event_type)):
        for error in validator.iter_errors(fixture):
            yield f"fixture {number} of {event_type}: {error.json_path} {error.message}"


def _as_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Run one of the two commands; 1 when something is not kept."""
    parser = argparse.ArgumentParser(prog="hamrah.contracts", description=__doc__)
    parser.add_argument("command", choices=["check", "write"])
    if parser.parse_args().command == "write":
        for path, text in documents().items():
            path.write_text(text)
    found = list(problems())
    print("\n".join(found) or "contracts: every event and every API document is kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
