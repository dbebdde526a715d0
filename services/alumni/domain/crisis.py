"""Words that sound like a crisis: whoever writes them is shown who listens, and may go on writing."""

from collections.abc import Iterable
from dataclasses import dataclass

from alumni.domain.lexicon import Phrase, by_first, words_of


@dataclass(frozen=True)
class CrisisWords:
    """Phrases in three languages; a list that errs to the side of showing help."""

    phrases: frozenset[Phrase]

    @classmethod
    def parse(cls, lines: Iterable[str]) -> "CrisisWords":
        """Read a phrase a line."""
        return cls(frozenset(words_of(line) for line in lines))

    def sound_in(self, *texts: str) -> bool:
        """Tell whether a phrase stands in one of the texts, whatever stands between its words."""
        phrases = by_first(self.phrases)
        for text in texts:
            words = words_of(text)
            for place, word in enumerate(words):
                if any(words[place : place + len(each)] == each for each in phrases.get(word, ())):
                    return True
        return False
