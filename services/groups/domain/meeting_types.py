"""The codes by which Meeting Guide tells what kind of meeting a meeting is, and their labels."""

import json
from importlib.resources import files

LABELS: dict[str, str] = json.loads((files("groups.domain") / "meeting_types.json").read_text("utf-8"))

TEMPORARILY_CLOSED = "TC"
ONLINE = "ONL"  # no code of the specification any more, but still written
