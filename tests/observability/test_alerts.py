"""Alerts speak of metrics that exist, and each leads to a runbook whose commands exist."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import typer.main
import yaml
from prometheus_client import REGISTRY

import chassis.chores
import chassis.metrics
import notify.metrics
from hamrah.cli import app as hamrah
from notify.entrypoints.operations.command import app as operations

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "deploy/observability/alerts").glob("*.yaml"))
RUNBOOKS = sorted((ROOT / "docs/runbooks").glob("*.md"))
PARTS = ["Symptom", "What members feel", "First look", "Mend", "Verify"]
DECLARE = (chassis.chores, chassis.metrics, notify.metrics)  # importing them declares the metrics


def _rules() -> list[dict[str, Any]]:
    groups = [group for each in FILES for group in yaml.safe_load(each.read_text())["groups"]]
    return [rule for group in groups for rule in group["rules"]]


RULES = {rule["alert"]: rule for rule in _rules()}


@pytest.mark.parametrize("name", sorted(RULES))
def test_an_alert_speaks_of_metrics_and_labels_that_exist(name):
    known = {family.name for family in REGISTRY.collect()}
    named = set(re.findall(r"\bhamrah_\w+", RULES[name]["expr"]))

    assert named
    assert {re.sub(r"_(total|bucket|sum|count)$", "", each) for each in named} <= known


@pytest.mark.parametrize("name", sorted(RULES))
def test_an_alert_has_a_severity_a_summary_and_its_runbook(name):
    rule = RULES[name]

    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")
    runbook = ROOT / rule["annotations"]["runbook"]
    assert f"`{name}`" in runbook.read_text()


def test_a_runbook_belongs_to_an_alert():
    used = {ROOT / rule["annotations"]["runbook"] for rule in RULES.values()}
    assert set(RUNBOOKS) == used


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.stem)
def test_a_runbook_has_its_parts_in_order(runbook):
    assert re.findall(r"^## (.+)$", runbook.read_text(), re.MULTILINE) == PARTS


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.stem)
def test_every_command_and_option_of_a_runbook_exists(runbook):
    known = _commands(operations)
    for name, rest in re.findall(r"`hamrah notify (\w+)([^`]*)`", runbook.read_text()):
        assert name in known
        assert set(re.findall(r"--[\w-]+", rest)) <= known[name], rest
    for name in re.findall(r"`hamrah (\w+)", runbook.read_text()):
        assert name in _commands(hamrah)


def test_prometheus_reads_the_rules():
    if tool := shutil.which("promtool"):
        subprocess.run([tool, "check", "rules", *map(str, FILES)], check=True)
    assert all(set(rule) <= {"alert", "expr", "for", "labels", "annotations"} for rule in RULES.values())


def _commands(app: Any) -> dict[str, set[str]]:
    group = typer.main.get_command(app)
    assert hasattr(group, "commands")
    return {name: _options(command) for name, command in group.commands.items()}


def _options(command: click.Command) -> set[str]:
    return {option for each in command.params for option in each.opts}
