"""The agreement with a centre: its texts are data, a file per version in `alumni/agreements`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from alumni.domain.centre_state import AGREEMENT
from alumni.domain.contact import Language


@cache
def agreement(version: str = AGREEMENT) -> Mapping[Language, str]:
    """Read a version of the agreement in every language."""
    content = yaml.safe_load(files("alumni").joinpath("agreements", f"{version}.yaml").read_text("utf-8"))
    if content["version"] != version:
        raise ValueError(f"the agreement {version} calls itself {content['version']}")
    return {each: content["texts"][each.value] for each in Language}
