"""Scores: a cell to its value on the declared scale, and the guard that the column looks like that scale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.config import ScoreSettings
from pipeline.errors import InputError
from pipeline.languages.folding import fold
from pipeline.read import words

NO_SCORE_GIVEN = "no score given (don't know)"
OUTSIDE = "score outside its scale"
NOT_WHOLE = "score is not a whole number"
NOT_A_NUMBER = "score is not a number"

# Below this many values an odd range may be chance: among 20 real scores from 0 to 10, all from 1 to 5 is not.
_ENOUGH_VALUES = 20
_ENOUGH_FOR_ZERO = 50
_MOST_INVALID_SHARE, _FEWEST_INVALID = 0.2, 5

_PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)?$")
_LEADING = re.compile(r"(-?\d{1,3})(?:\s*[:=)]|\s+[-–—]|\s*[–—]|\.(?=\s)|-(?=\s)|\s*\(|\s)\s*(?=[^\s\d])")
_TRAILING = re.compile(r"[^\d\s(][^\d(]*(?:\((\d{1,3})\)|[\s:=–-]\s*(\d{1,3}))$")
_OUT_OF = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:/|of|out of|av|af|din)\s*(\d{1,3})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class ScoreReading:
    """How the cells of a score are read."""

    settings: ScoreSettings
    groups_only: bool = False  # the cells hold "promoter", "passive", "detractor" and nothing else

    def read(self, value: str) -> tuple[float | None, str]:
        """The value, or None with the reason; both None and "" where the cell is blank."""
        folded = fold(" ".join(value.split()))
        if not folded or folded in words.BLANK:
            return None, ""
        for label, number in self.settings.labels.items():
            if fold(" ".join(label.split())) == folded:
                return self._within(number)
        if folded in words.NO_SCORE or folded in {fold(" ".join(label.split())) for label in self.settings.ignore}:
            return None, NO_SCORE_GIVEN
        if self.groups_only:
            return group_value(folded, self.settings), ""
        number = number_in(value, self.settings.bounds[1])
        return (None, NOT_A_NUMBER) if number is None else self._within(number)

    def _within(self, number: float) -> tuple[float | None, str]:
        low, high = self.settings.bounds
        if not low <= number <= high:
            return None, OUTSIDE
        if self.settings.name == "nps" and number != int(number):
            return None, NOT_WHOLE
        return float(number), ""


def number_in(value: str, top: float = 10) -> float | None:
    """The number of a cell such as "9", "9,0", "9 - Very likely", "Very likely (9)" or "9/10", or None."""
    value = " ".join(value.split())
    if _PLAIN.match(value):
        return float(value.replace(",", "."))
    if match := _OUT_OF.match(value):
        return float(match[1].replace(",", ".")) if float(match[2]) == top else None
    if match := _LEADING.match(value):
        return float(match[1])
    if match := _TRAILING.match(value):
        return float(match[1] or match[2])
    return None


def is_group(value: str) -> bool:
    """Whether the cell names a group of respondents instead of a score."""
    return fold(" ".join(value.split())) in words.PROMOTER | words.PASSIVE | words.DETRACTOR


def group_value(folded: str, settings: ScoreSettings) -> float | None:
    """A value that falls into the group that the folded word names, for counting groups only."""
    promoters, detractors = settings.groups or ((9, 10), (0, 6))
    if folded in words.PROMOTER:
        return float(promoters[1])
    if folded in words.DETRACTOR:
        return float(detractors[0])
    return float((detractors[1] + promoters[0]) // 2 + 1) if folded in words.PASSIVE else None


def inspect(settings: ScoreSettings, cells: Mapping[str, int]) -> tuple[ScoreReading, tuple[str, ...]]:
    """How the score is read, and what to know of it, from its distinct cells and how often each occurs.

    Raises InputError where the cells do not look like the declared scale.
    """
    filled = {cell: n for cell, n in cells.items() if cell and fold(cell) not in words.BLANK}
    groups_only = bool(filled) and settings.has_groups and all(is_group(cell) for cell in filled)
    reading = ScoreReading(settings, groups_only)
    if groups_only:
        return reading, (
            f"'{settings.name}' gives groups only (promoter, passive, detractor): its mean means nothing.",
        )
    values, invalid = Counter[float](), 0
    for cell, n in filled.items():
        number, reason = reading.read(cell)
        if number is not None:
            values[number] += n
        elif reason != NO_SCORE_GIVEN:
            invalid += n
    if not settings.check_scale or not values and not invalid:
        return reading, ()
    total = sum(values.values()) + invalid
    if invalid > max(_FEWEST_INVALID, _MOST_INVALID_SHARE * total):
        raise _does_not_fit(settings, filled, invalid, total)
    return reading, _guard(settings, values)


def _does_not_fit(settings: ScoreSettings, cells: Mapping[str, int], invalid: int, total: int) -> InputError:
    numbers = [n for n in map(number_in, cells) if n is not None]
    low, high = settings.bounds
    seen = f"numbers from {min(numbers):g} to {max(numbers):g}" if numbers else "no numbers"
    if len(numbers) < 0.5 * len(cells):
        seen = "mostly words" if numbers else "words and no numbers"
        what_to_do = "Name the column that holds the number, or give each word its value in `labels`"
    else:
        what_to_do = f"Declare the scale that was asked, such as scale = [{min(numbers):g}, {max(numbers):g}]"
    return InputError(
        f"The score '{settings.name}' does not look like its scale of {low:g} to {high:g}: "
        f"{invalid:,} of {total:,} cells do not fit, and the column holds {seen}",
        f"survey.scores, column '{settings.columns[0]}'",
        what_to_do,
    )


def _guard(settings: ScoreSettings, values: Counter[float]) -> tuple[str, ...]:
    if settings.name != "nps" or settings.bounds != (0, 10) or not values:
        return ()
    low, high, n = min(values), max(values), sum(values.values())
    if low >= 1 and high <= 5 and len(values) > 1:
        if n < _ENOUGH_VALUES:
            return (f"All {n} values of 'nps' lie between 1 and 5; make sure that the question was asked on 0 to 10.",)
        raise InputError(
            f"The score 'nps' does not look like its scale of 0 to 10: all {n:,} values lie between {low:g} and {high:g}",
            f"survey.scores, column '{settings.columns[0]}'",
            'If it was asked on 1 to 5, declare it as another score, such as name = "csat" with scale = [1, 5]; '
            "stars are no NPS. If it was asked on 0 to 10, set check_scale = false",
        )
    if low == 1 and high == 10 and n >= _ENOUGH_FOR_ZERO:
        return (f"No zero among {n:,} values of 'nps': if it was asked on 1 to 10, its detractors are understated.",)
    if low >= 1 and high <= 7 and n >= _ENOUGH_VALUES:
        return (f"All {n:,} values of 'nps' lie between {low:g} and {high:g}: make sure that it was asked on 0 to 10.",)
    return ()
