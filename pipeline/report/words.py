"""Numbers and findings in words."""

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


def headline(summary: Mapping[str, Any]) -> list[str]:
    """The month in a few sentences: the story if there is one, the score and its change, what to mend first."""
    return [*_story(summary), *_score(summary), *_first(summary)]


def _story(summary: Mapping[str, Any]) -> list[str]:
    story = summary["story"]
    if story is None:
        return []
    where = f" in {story['market']}" if story["market"] else ""
    said = [
        f"In {period(story['began'])}, complaints about {story['title'].lower()}{where} rose from "
        f"{share(story['share_before'])} to {share(story['share_peak'])} of those who commented"
        + ("" if story["peak"] == story["began"] else f" (the peak was in {period(story['peak'])})")
        + _story_score(story, where)
        + "."
    ]
    now = share(story["share_now"])
    if story["status"] == "recovered":
        said.append(f"They fell in {period(story['mended'])} and are back at {now}.")
    elif story["status"] == "easing":
        said.append(f"They fell in {period(story['mended'])}, to {now} now, and are still above where they were.")
    else:
        said.append(f"They stand at {now} now: it is not mended.")
    return said


def _story_score(story: Mapping[str, Any], where: str) -> str:
    if story["nps_before"] is None or story["nps_peak"] is None:
        return ""
    return f", and NPS{where} went from {points(story['nps_before'])} to {points(story['nps_peak'])}"


def _score(summary: Mapping[str, Any]) -> list[str]:
    rows = (r for r in summary["scores"] if r["score"] == summary["lead_score"] and r["segment"] is None)
    row = next(rows, None)
    if row is None or row["estimate"] is None:
        return ["There is no score to report for this period."]
    name = str(row["score"]).upper()
    said = f"{name} is {points(row['estimate'])} ({interval(row)}) in {period(summary['period'])}, from {count(row['n'])} responses."
    changes = [
        c for c in summary["changes"] if c["what"] == "score" and c["id"] == row["score"] and c["market"] is None
    ]
    return [said, *(_change(name, c) for c in changes)]


def _change(name: str, change: Mapping[str, Any]) -> str:
    if change["verdict"] == "no real change":
        return f"No real change since {period(change['before'])}."
    moved = points(abs(change["difference"]))
    return f"{name} {change['verdict']} by {moved} points since {period(change['before'])} ({interval(change)})."


def _first(summary: Mapping[str, Any]) -> list[str]:
    first = next(iter(summary["improvements"]), None)
    if first is None:
        return []
    owner = f"; owner: {first['owner']}" if first["owner"] else ""
    return [f"First to mend: {_lowered(first['title'])} ({count(first['respondents'])} people{owner})."]


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]
