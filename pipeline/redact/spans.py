"""Stretches of a text that one kind of personal data takes up, and what becomes of those that meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.languages.folding import fold

_SEPARATORS = " -./\u00a0"
LEAD = 48  # characters before a find in which its cue may stand


class Span(NamedTuple):
    start: int
    end: int
    kind: str


def shorter(text: str, start: int, end: int) -> Iterator[int]:
    """`end`, then each earlier end at a separator: a greedy pattern may have run into the next word."""
    yield end
    for i in range(end - 1, start, -1):
        if text[i] in _SEPARATORS and text[i - 1] not in _SEPARATORS:
            yield i


def lead(text: str, start: int) -> str:
    """The folded words that stand before `start`, as far as a cue can reach."""
    return fold(text[max(0, start - LEAD) : start])


def merge(spans: Iterable[Span], rank: dict[str, int]) -> list[Span]:
    """Disjoint spans in order: those that overlap become one, of the longest one's kind (then lowest rank).

    The union, not the longest alone, so that no end of a number is left standing beside a placeholder.
    """
    merged: list[tuple[Span, Span]] = []  # (the union, its longest member)
    for span in sorted(spans):
        if merged and span.start < merged[-1][0].end:
            union, longest = merged[-1]
            longest = min(longest, span, key=lambda s: (s.start - s.end, rank[s.kind]))
            merged[-1] = (Span(union.start, max(union.end, span.end), longest.kind), longest)
        else:
            merged.append((span, span))
    return [union for union, _ in merged]
