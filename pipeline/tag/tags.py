"""What a tagger says of one answer, and what a tagger must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Mention:
    """A theme in the answer; `start` and `end` delimit the words that carry it."""

    theme: str
    polarity: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class FrictionPoint:
    """An obstacle that the answer tells of."""

    friction: str
    theme: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class Wish:
    """Words in which the answer asks for a change."""

    theme: str | None
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class Tags:
    """Everything said of one answer. `detractor_risk` is None where the tagger does not estimate it."""

    mentions: tuple[Mention, ...] = ()
    frictions: tuple[FrictionPoint, ...] = ()
    asks: tuple[Wish, ...] = ()
    sentiment: str = "neutral"
    detractor_risk: float | None = None


class Tagger(Protocol):
    """Tags answers, each on its own: the same answer gets the same tags in any company."""

    def tag(self, texts: Sequence[str], languages: Sequence[str], question_kinds: Sequence[str | None]) -> list[Tags]:
        """The tags of each of `texts`, in order. A language that the tagger does not know gets no tags."""
        ...
