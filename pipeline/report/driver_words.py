"""What drives the score, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.report import words

_SAID = {"negative": "blame", "positive": "praise", "any": "named"}
OUTCOMES = {
    "detractor": "being a detractor",
    "promoter": "being a promoter",
    "detractor among detractors and passives": "being a detractor rather than a passive",
    "mean": "the mean score",
}
LEAD_OUTCOMES = ("detractor", "mean")
# Odds ratios are drawn on a logarithmic scale from 1/32 to 32.
_WIDTH, _OCTAVES = 180, 5


def ratio(value: float | None) -> str:
    """An odds ratio to two or three figures, or whole: 0.13, 4.6, 13.5, 12 624."""
    if value is None:
        return "–"
    if value >= 100:
        return words.count(round(value))
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}" if value >= 0.001 else "under 0.001"


def driver(row: Mapping[str, Any]) -> str:
    """The driver's name, such as Delivery, blame."""
    return f"{row['title']}, {_SAID[row['polarity']]}"


def named(title: str, polarity: str) -> str:
    """A mention within a sentence: blame for Delivery, praise for Delivery, or the bare title."""
    return title if polarity == "any" else f"{_SAID[polarity]} for {title}"


def risk(row: Mapping[str, Any]) -> str:
    """The risk difference with its interval, in points of a share: +29 points (11 to 47)."""
    if row["risk_difference"] is None:
        return "–"
    value, low, high = (100 * row[key] for key in ("risk_difference", "risk_low", "risk_high"))
    return (
        f"{'+' if round(value) > 0 else ''}{words.points(value)} points ({words.points(low)} to {words.points(high)})"
    )


def rank(row: Mapping[str, Any]) -> str:
    """The rank of the importance, with its range where there is one: 2 (1 to 5)."""
    if row["rank"] is None:
        return "–"
    return f"{row['rank']}" + (f" ({row['rank_low']} to {row['rank_high']})" if row["rank_low"] is not None else "")


def drawn(row: Mapping[str, Any]) -> dict[str, float] | None:
    """Where to draw an odds ratio and its interval, from 0 to 180, clipped at both ends; None without one."""
    from math import log2

    def x(value: float) -> float:
        octaves = max(-_OCTAVES, min(_OCTAVES, log2(max(value, 1e-9))))
        return round(_WIDTH * (octaves + _OCTAVES) / (2 * _OCTAVES), 1)

    if row["odds_ratio"] is None or row["low"] is None or row["high"] is None:
        return None
    return {"x": x(row["odds_ratio"]), "low": x(row["low"]), "high": x(row["high"]), "one": _WIDTH / 2}


def drivers_shown(summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The certain drivers of the first score's detractors (or mean), the most important first."""
    return [row for row in _leading(summary["drivers"], summary) if row["shown"]]


def others(summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The themes that were looked at and are not certain drivers."""
    return [row for row in _leading(summary["drivers"], summary) if not row["shown"]]


def further(summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The certain drivers of other outcomes, other scores, and in the levels of segments."""
    rest = [row for row in summary["drivers"] if row not in _leading(summary["drivers"], summary)]
    return [row for row in (*rest, *summary["driver_segments"]) if row["shown"]]


def _leading(rows: Sequence[Mapping[str, Any]], summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    score = _score_of(summary)
    return [r for r in rows if r["score"] == score and r["outcome"] in LEAD_OUTCOMES and r["segment"] is None]


def _score_of(summary: Mapping[str, Any]) -> str | None:
    return summary["lead_score"] or next((row["score"] for row in summary["drivers"]), None)


def travels(summary: Mapping[str, Any]) -> list[str]:
    """The themes that look like drivers only because they are named with one, a sentence each."""
    return [_travels(row) for row in others(summary) if row["travels_with"]]


def _travels(row: Mapping[str, Any]) -> str:
    one, other = named(row["title"], row["polarity"]), named(row["travels_title"], row["travels_polarity"])
    return (
        f"{one[:1].upper()}{one[1:]} travels with {other}: {words.count(row['together'])} of the {words.count(row['mentions'])} "
        f"people who name the one name the other too. With nothing held equal its odds ratio is "
        f"{ratio(row['unadjusted_odds_ratio'])}; with {other} held equal it is {ratio(row['odds_ratio_with_it'])}. {_alone(row)}"
    )


def _alone(row: Mapping[str, Any]) -> str:
    if row["odds_ratio"] is None:
        return "Its own effect cannot be told."
    if 0.8 < row["odds_ratio"] < 1.25:
        return f"Alone it does nothing that can be seen ({ratio(row['low'])} to {ratio(row['high'])})."
    return f"Alone its effect is not certain ({ratio(row['low'])} to {ratio(row['high'])})."


def about_model(summary: Mapping[str, Any]) -> list[str]:
    """What the leading model rests on, what it holds equal, and where its two measures of importance disagree."""
    score = _score_of(summary)
    models = [
        m
        for m in summary["driver_models"]
        if m["score"] == score and m["outcome"] in LEAD_OUTCOMES and m["segment"] is None
    ]
    return [sentence for model in models for sentence in _about(model, summary)]


def _about(model: Mapping[str, Any], summary: Mapping[str, Any]) -> Iterator[str]:
    people = f"{words.count(model['n'])} people who commented and gave {str(model['score']).upper()}"
    if model["note"]:
        yield f"No driver is shown for the {people}: {model['note']}."
        return
    equal = f", and {model['adjusted_for']}," if model["adjusted_for"] else ""
    yield f"Among {people}, with the other themes{equal} held equal."
    if model["not_adjusted_for"]:
        yield f"Too few answers to hold equal as well: {model['not_adjusted_for']}."
    if model["method"] == "Firth":
        yield "Some mention goes with one outcome without exception, so the odds ratios are those of Firth's penalised regression."
    if model["outcome"] == "mean":
        yield "The score does not fold into detractors and promoters, so effects are differences of its mean (linear regression)."
    if model["importance_by"] != "Johnson" and model["first"] != model["first_johnson"]:
        titles = [_title(name, summary) for name in (model["first"], model["first_johnson"])]
        yield f"The two measures of importance disagree on the first: by Shapley it is {titles[0]}, by Johnson {titles[1]}."


def _title(name: str | None, summary: Mapping[str, Any]) -> str:
    theme, _, polarity = (name or "").partition(":")
    found = next((r for r in summary["drivers"] if (r["theme"], r["polarity"]) == (theme, polarity)), None)
    return driver(found) if found else "none"


def first_driver(summary: Mapping[str, Any]) -> list[str]:
    """The first driver of detractors as a sentence for the head of the report, if there is one."""
    row = next((r for r in drivers_shown(summary) if r["outcome"] == "detractor" and r["odds_ratio"] > 1), None)
    if row is None:
        return []
    return [
        f"Of all themes, {driver(row)}, tells most about who is a detractor, the others held equal "
        f"(odds ratio {ratio(row['odds_ratio'])}, {ratio(row['low'])} to {ratio(row['high'])})."
    ]
