"""The month in a few sentences, for the head of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.report import change_words, driver_words, words


def headline(summary: Mapping[str, Any]) -> list[str]:
    """The month in a few sentences: the story if there is one, the score and its change, the first driver, what to mend."""
    return [*_story(summary), *_score(summary), *_contrast(summary), *driver_words.first_driver(summary), *_first(summary)]


def _story(summary: Mapping[str, Any]) -> list[str]:
    story = summary["story"]
    if story is None:
        return []
    where = f" in {story['market']}" if story["market"] else ""
    said = [
        f"In {words.period(story['began'])}, complaints about {story['title'].lower()}{where} rose from "
        f"{words.share(story['share_before'])} to {words.share(story['share_peak'])} of those who commented"
        + ("" if story["peak"] == story["began"] else f" (the peak was in {words.period(story['peak'])})")
        + _story_score(story, where)
        + "."
    ]
    now = words.share(story["share_now"])
    if story["status"] == "recovered":
        said.append(f"They fell in {words.period(story['mended'])} and are back at {now}.")
    elif story["status"] == "easing":
        said.append(f"They fell in {words.period(story['mended'])}, to {now} now, and are still above where they were.")
    else:
        said.append(f"They stand at {now} now: it is not mended.")
    return said


def _story_score(story: Mapping[str, Any], where: str) -> str:
    if story["nps_before"] is None or story["nps_peak"] is None:
        return ""
    return f", and NPS{where} went from {words.points(story['nps_before'])} to {words.points(story['nps_peak'])}"


def _score(summary: Mapping[str, Any]) -> list[str]:
    rows = (r for r in summary["scores"] if r["score"] == summary["lead_score"] and r["segment"] is None)
    row = next(rows, None)
    if row is None or row["estimate"] is None:
        return ["There is no score to report for this period."]
    title = words.score_title(row)
    said = (
        f"{title[:1].upper()}{title[1:]} is {words.score_value(row, row['estimate'])} ({words.score_interval(row)}) "
        f"in {words.period(summary['period'])}, from {words.count(row['n'])} responses."
    )
    changes = [
        c
        for c in summary["changes"]
        if c["what"] == "score" and c["id"] == row["score"] and c["market"] is None and c["against"] == "period before"
    ]
    return [said, *map(change_words.change, changes)]


def _contrast(summary: Mapping[str, Any]) -> list[str]:
    """The market that differs most surely from the others, if one does for sure."""
    first = next(iter(summary["contrasts"]), None)
    if first is None or first["p_adjusted"] is None or first["p_adjusted"] > 1 - summary["confidence"]:
        return []
    return [
        f"{first['market']} differs: {words.points(first['nps'])} there against {words.points(first['elsewhere'])} "
        f"elsewhere (a difference of {words.interval(first)} points)."
    ]


def _first(summary: Mapping[str, Any]) -> list[str]:
    first = next(iter(summary["improvements"]), None)
    if first is None:
        return []
    owner = f"; owner: {first['owner']}" if first["owner"] else ""
    return [f"First to mend: {_lowered(first['title'])} ({words.people(first['respondents'])}{owner})."]


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]
