"""The codes by which Meeting Guide tells what kind of meeting a meeting is, and their labels."""

import json
from importlib.resources import files

LABELS: dict[str, str] = json.loads((files("groups.domain") / "meeting_types.json").read_text("utf-8"))

TEMPORARILY_CLOSED = "TC"
ONLINE = "ONL"  # no code of the specification any more, but still written
OPEN = "O"
CLOSED = "C"

CODES: dict[str, str] = {label.casefold(): code for code, label in LABELS.items()}

# The codes that name a language, as BCP 47 names it.
LANGUAGES: dict[str, str] = {
    **{"AF": "af", "AM": "am", "AR": "ar", "ASL": "ase", "BG": "bg", "DA": "da", "DE": "de", "EL": "el"},
    **{"EN": "en", "FA": "fa", "FI": "fi", "FR": "fr", "HE": "he", "HI": "hi", "HR": "hr", "HU": "hu"},
    **{"IS": "is", "ITA": "it", "JA": "ja", "KA": "ka", "KOR": "ko", "LT": "lt", "ML": "ml", "MT": "mt"},
    **{"NE": "ne", "NL": "nl", "NO": "no", "POL": "pl", "POR": "pt", "PUN": "pa", "RUS": "ru", "S": "es"},
    **{"SK": "sk", "SL": "sl", "SV": "sv", "TH": "th", "TL": "tl", "TUR": "tr", "UK": "uk"},
}
