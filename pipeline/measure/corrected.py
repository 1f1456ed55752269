"""Shares of themes corrected for the tagger's errors, as far as these are known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.statistics import Estimate, proportions

# (theme, language) to true positives, false negatives, true negatives, false positives on answers that people
# read and the tagger had not seen.
Confusion = Mapping[tuple[str, str], tuple[int, int, int, int]]

UNKNOWN = "not corrected: the errors of the tagger are not known"
_FEWEST_POSITIVES = 10


class Tagged(NamedTuple):
    """Responses of one language that carry a theme, of all that commented in it."""

    tagged: int
    n: int


def corrected_share(theme: str, by_language: Mapping[str, Tagged], confusion: Confusion, confidence: float) -> Estimate:
    """The share that truly mentions `theme`; withheld, with the reason, where the errors are not known well enough.

    Each language is corrected by its own counts (Rogan & Gladen 1978, Lang & Reiczigel 2014), a language without
    enough of them by those of all languages together, and the languages are put together in their proportions;
    distances to the limits add in squares.
    """
    known = {language: counts for (of, language), counts in confusion.items() if of == theme}
    n = sum(t.n for t in by_language.values())
    if not known or not n:
        return Estimate(None, None, None, n, UNKNOWN)
    together = tuple(map(sum, zip(*known.values())))
    value = below = above = 0.0
    for language, (tagged, size) in sorted(by_language.items()):
        if not size:
            continue
        counts = known.get(language, (0, 0, 0, 0))
        if sum(counts[:2]) < _FEWEST_POSITIVES:
            counts = together
        if sum(counts[:2]) < _FEWEST_POSITIVES:
            return Estimate(None, None, None, n, f"not corrected: only {sum(counts[:2])} read answers hold the theme")
        found = proportions.rogan_gladen(tagged, size, *counts, confidence=confidence)
        if found.value is None:
            return Estimate(None, None, None, n, f"not corrected: {found.note[:1].lower()}{found.note[1:]}")
        value += size / n * found.value
        below += (size / n * (found.value - found.low)) ** 2
        above += (size / n * (found.high - found.value)) ** 2
    return Estimate(value, max(0.0, value - math.sqrt(below)), min(1.0, value + math.sqrt(above)), n)
