"""The consent notice: its texts are data, a file per version in `alumni/notices`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from alumni.domain.consent import NOTICE, Purpose
from alumni.domain.contact import Language


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the notice says of one purpose in one language."""

    title: str
    text: str


@cache
def notice(version: str = NOTICE) -> Mapping[Purpose, Mapping[Language, Words]]:
    """Read a version of the notice; a purpose or a language that is missing ends the start."""
    content = yaml.safe_load(files("alumni").joinpath("notices", f"{version}.yaml").read_text("utf-8"))
    if content["version"] != version:
        raise ValueError(f"the notice {version} calls itself {content['version']}")
    return {
        purpose: {each: Words(**content["purposes"][purpose.value][each.value]) for each in Language}
        for purpose in Purpose
    }
