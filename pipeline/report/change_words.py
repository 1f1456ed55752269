"""What changed, judged against noise, and why, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.report import words

_MOST_NAMED = 3


def score_changes(summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The changes of scores up to the reported period, the whole first."""
    return [c for c in summary["changes"] if c["what"] == "score"]


def blame_changes(summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The certain changes of the share that blames a theme, the largest first."""
    real = [c for c in summary["changes"] if c["what"] == "blame" and c["verdict"] != "no real change"]
    return sorted(real, key=lambda c: (c["market"] is not None, -abs(c["difference"]), c["id"]))


def change(row: Mapping[str, Any]) -> str:
    """A change of a score in a sentence, with the noise sentence.

    >>> change({"id": "nps", "market": None, "period": "2026-06", "before": "2026-05", "against": "period before",
    ...         "difference": 5.0, "low": -10.0, "high": 20.0, "noise": 0.5431, "detectable": 22.0, "n": 200,
    ...         "verdict": "no real change"})
    'No real change of NPS since May 2026 (+5, −10 to 20): a change of 5 points or more happens in 54 % of months in which nothing changed. With so many responses, changes of about 22 points would show.'
    """
    where = f" in {row['market']}" if row["market"] else ""
    name, since = row["id"].upper(), words.period(row["before"])
    moved = f"({signed(row['difference'])}, {words.interval(row)})"
    noise = ""
    if row["noise"] is not None:
        size = f"{abs(row['difference']):.1f}".removesuffix(".0")
        noise = f": a change of {size} points or more happens in {_rarely(row['noise'])} of {_periods(row['period'])} in which nothing changed"
    if row["verdict"] == "no real change":
        return f"No real change of {name}{where} since {since} {moved}{noise}. With so many responses, changes of about {words.points(row['detectable'])} points would show."
    return f"{name}{where} {row['verdict']} since {since} {moved}{noise}."


def _rarely(share: float) -> str:
    return words.share(share) if share >= 0.0005 else "fewer than 0.1 %"


def signed(value: float | None) -> str:
    """Points with their sign."""
    return ("+" if value is not None and round(value) > 0 else "") + words.points(value)


def _periods(name: str) -> str:
    return "quarters" if "Q" in name else "months" if "-" in name else "years"


def mixture(summary: Mapping[str, Any]) -> list[str]:
    """The change of the leading score as mix and rate, in sentences: since the period before, and a year before."""
    said = []
    for against in ("period before", "year before"):
        rows = [r for r in summary["mixture"] if r["score"] == summary["lead_score"] and r["against"] == against]
        segment = next((r["segment"] for r in rows), None)
        said += _mixture([r for r in rows if r["segment"] == segment])
    return said


def _mixture(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    whole = next((r for r in rows if r["level"] is None), None)
    if whole is None or whole["change"] is None:
        return []
    levels = [r for r in rows if r["level"] is not None]
    return [
        f"{whole['score'].upper()} went from {_exact(whole['value_before'])} in {words.period(whole['before'])} to "
        f"{_exact(whole['value'])}, a change of {_sign(whole['change'])} points: {_sign(whole['mix'])} because the answers came "
        f"from other {_plural(whole['segment'])} than before ({_named(levels, 'mix_centred', whole)}), and {_sign(whole['rate'])} because people "
        f"scored differently ({_named(levels, 'rate', whole)})."
    ]


def _named(levels: Sequence[Mapping[str, Any]], part: str, whole: Mapping[str, Any]) -> str:
    """The levels that add most, and the rest as one, so that they sum to the whole."""
    ordered = sorted(levels, key=lambda r: (-abs(r[part]), r["level"]))
    # One that would be left alone is named as well.
    named = ordered[: _MOST_NAMED if len(ordered) > _MOST_NAMED + 1 else len(ordered)]
    said = [f"{r['level']} {_sign(r[part])}{_grown(r, whole) if part == 'mix_centred' else ''}" for r in named]
    if len(named) < len(ordered):
        said.append(f"the others together {_sign(sum(r[part] for r in ordered[len(named) :]))}")
    return ", ".join(said)


def _grown(level: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    before, now = level["n_before"] / whole["n_before"], level["n"] / whole["n"]
    return f" with {words.share(before)} of the answers before and {words.share(now)} now"


def _exact(value: float) -> str:
    return f"{value + 0.0:.1f}".removesuffix(".0").replace("-", "−")


def _sign(value: float) -> str:
    rounded = round(value, 1) + 0.0
    return ("+" if rounded > 0 else "") + _exact(rounded)


def _plural(segment: str) -> str:
    return "markets" if segment == "market" else f"levels of {segment}"
