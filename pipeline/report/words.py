"""Numbers and periods as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def period(name: str) -> str:
    """A period as people say it: 2026-06 is June 2026.

    >>> period("2026-06"), period("2026-Q2"), period("all")
    ('June 2026', 'Q2 2026', 'all answers')
    """
    year, _, rest = name.partition("-")
    if rest.startswith("Q"):
        return f"{rest} {year}"
    if rest:
        return f"{_MONTHS[int(rest) - 1]} {year}"
    return "all answers" if name == "all" else name


def points(value: float | None) -> str:
    """A score or NPS to the whole point, with a true minus sign."""
    if value is None:
        return "–"
    rounded = round(value)
    return f"−{-rounded}" if rounded < 0 else str(rounded)


def share(value: float | None) -> str:
    """A share of 0 to 1 as a percentage; under one in ten with a decimal."""
    if value is None:
        return "–"
    percent = 100 * value
    return f"{percent:.1f} %" if 0 < percent < 10 else f"{percent:.0f} %"


def count(value: float | None) -> str:
    """A whole number with thin spaces between thousands."""
    return "–" if value is None else f"{int(value):,}".replace(",", "\u202f")


def interval(row: Mapping[str, Any], form: str = "points") -> str:
    """The interval of a row in words, such as 14 to 28."""
    if row["low"] is None or row["high"] is None:
        return ""
    write = {"points": points, "share": share}[form]
    return f"{write(row['low'])} to {write(row['high'])}"


def people(n: int) -> str:
    """1 person, 2 people."""
    return "1 person" if n == 1 else f"{count(n)} people"


def score_title(row: Mapping[str, Any]) -> str:
    """What a score's number is: NPS, the net of another score that folds, or a mean."""
    if row["promoters"] is None:
        return f"mean {row['score']}"
    return "NPS" if row["score"] == "nps" else f"net {row['score']}"


def score_value(row: Mapping[str, Any], value: float | None) -> str:
    """A score as it is printed: points where it is a net of groups, two decimals where it is a mean."""
    if value is None or row["promoters"] is not None:
        return points(value)
    return f"{value:.2f}"


def score_interval(row: Mapping[str, Any]) -> str:
    """The interval of a score, such as 14 to 28 or 3.02 to 3.41."""
    if row["low"] is None or row["high"] is None:
        return ""
    return f"{score_value(row, row['low'])} to {score_value(row, row['high'])}"
