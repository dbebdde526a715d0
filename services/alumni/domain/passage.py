"""A text with what is masked in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Self

from alumni.domain.errors.story import MaskLasts, MaskUnknown
from alumni.domain.masking import LASTING, Mask, Masking, MaskKind, Reason, apply, mask, merged

MOST_MASKS = 500


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What an author wrote, and the masks under which everybody else reads it."""

    text: str
    masks: tuple[Mask, ...] = ()

    @classmethod
    def written(cls, text: str, masking: Masking) -> Self:
        """Mask what a person could be known or reached by."""
        return cls(text=text, masks=mask(text, masking))

    @property
    def masked(self) -> str:
        """The text as everybody else gets it."""
        return apply(self.text, self.masks)

    def mask_more(self, stretches: Iterable[tuple[int, int, MaskKind]]) -> Self:
        """Mask what the author marks besides; raises MaskUnknown for what lies outside the text."""
        added = [
            Mask(start=start, stop=stop, kind=kind, reason=Reason.BY_HAND) for start, stop, kind in stretches
        ]
        if any(not 0 <= each.start < each.stop <= len(self.text) for each in added):
            raise MaskUnknown
        masks = merged((*self.masks, *added))
        if len(masks) > max(MOST_MASKS, len(self.masks)):
            raise MaskUnknown
        return replace(self, masks=masks)

    def contest(self, place: int) -> Self:
        """Say of a mask that it tells nothing of anybody; it stays until a reviewer agrees.

        Raises MaskUnknown, MaskLasts for numbers and addresses.
        """
        return self._change(place, lambda mask: replace(mask, contested=True))

    def lift(self, place: int, lifted: bool) -> Self:
        """Agree with the author about a contested mask, or not after all; raises MaskUnknown."""
        if not self._at(place).contested:
            raise MaskUnknown
        return self._change(place, lambda mask: replace(mask, lifted=lifted))

    def _change(self, place: int, change: Callable[[Mask], Mask]) -> Self:
        if self._at(place).kind in LASTING:
            raise MaskLasts
        masks = list(self.masks)
        masks[place] = change(masks[place])
        return replace(self, masks=tuple(masks))

    def _at(self, place: int) -> Mask:
        if not 0 <= place < len(self.masks):
            raise MaskUnknown
        return self.masks[place]
