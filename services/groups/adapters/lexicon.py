"""The lists of crisis words, read from the domain's data."""

from functools import cache
from importlib.resources import files

from groups.domain.crisis import HelpLine, Language, Lexicon

LANGUAGES = ("pa", "hi", "en")
_DATA = files("groups") / "domain" / "crisis"


@cache
def read_lexicon() -> Lexicon:
    """Read the lists of all languages; TypeError for one that lacks a part."""
    return Lexicon({code: _read(code) for code in LANGUAGES})


def _read(code: str) -> Language:
    import yaml  # Read once, and by few processes.

    content = yaml.safe_load((_DATA / f"{code}.yaml").read_text(encoding="utf-8"))
    lines = tuple(HelpLine(**each) for each in content.pop("lines"))
    return Language(lines=lines, **content)
