"""Help lines in India: shown first, wherever somebody may be in need."""

from dataclasses import dataclass

from alumni.domain.contact import Language


@dataclass(frozen=True, kw_only=True)
class HelpLine:
    """A telephone line that answers."""

    number: str
    name: str
    also: str | None = None
    hours: str | None = None


@dataclass(frozen=True, kw_only=True)
class Help:
    """A word of support, and who listens."""

    message: str
    lines: tuple[HelpLine, ...]


# A person in danger reads the first line first.
LINES = (
    HelpLine(number="112", name="Emergency", hours="24x7"),
    HelpLine(number="14416", also="1-800-891-4416", name="Tele-MANAS, mental health", hours="24x7"),
    HelpLine(number="14446", name="National de-addiction helpline"),
    HelpLine(number="181", name="Women"),
    HelpLine(number="1098", name="Children"),
)
_SUPPORT = {
    Language.ENGLISH: "Thank you for telling. What you have reached stays yours. You are not alone: "
    "somebody listens now.",
    Language.PUNJABI: "ਦੱਸਣ ਲਈ ਧੰਨਵਾਦ। ਜੋ ਤੁਸੀਂ ਹਾਸਲ ਕੀਤਾ ਹੈ, ਉਹ ਤੁਹਾਡਾ ਹੀ ਹੈ। ਤੁਸੀਂ ਇਕੱਲੇ ਨਹੀਂ: ਕੋਈ ਹੁਣੇ ਸੁਣਦਾ ਹੈ।",
    Language.HINDI: "बताने के लिए धन्यवाद। जो आपने पाया है, वह आपका ही है। आप अकेले नहीं हैं: कोई अभी सुनता है।",
}


def support(language: Language) -> Help:
    """Say in a member's language that they are not alone, and who listens."""
    return Help(message=_SUPPORT[language], lines=LINES)
