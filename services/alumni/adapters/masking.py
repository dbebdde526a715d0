"""What is masked in a story, with the lists of names and places read from the domain's data."""

from functools import cache

from alumni.domain.masking import Masking, numbers_and_addresses


@cache
def masking() -> Masking:
    """Give what finds the masks of a text."""
    return numbers_and_addresses
