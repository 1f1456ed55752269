"""The stage that orders what customers want changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.config import RankSettings
from pipeline.rank.ranges import rank_ranges
from pipeline.rank.wishes import OTHER, Wish
from pipeline.statistics import proportions

__all__ = ["COLUMNS", "ORDER", "enough_people", "rank", "short_list"]

COLUMNS = (
    "rank", "rank_low", "rank_high", "improvement", "title", "theme", "touchpoint", "owner", "respondents", "share",
    "low", "high", "detractor_share", "expected_nps_gain", "gain_low", "gain_high", "effort", "status", "first_seen",
    "trend", "asked_by_enough", "kind", "wording", "language", "note", "quotes",
)  # fmt: skip

ORDER = (
    "What enough people name comes first; then it is ordered by how many more detractors there are among the people "
    "who name it than among as many other commenters; where that is equal, by people."
)
_TREND = 0.25


def rank(
    voices: pd.DataFrame,
    commenters: pd.DataFrame,
    period: str,
    codebook: Codebook,
    settings: RankSettings,
    language: str,
    wishes: Mapping[str, Wish] | None = None,
    kept: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The improvements of `period`, most worth mending first.

    `voices`: improvement, kind (friction or ask), theme, respondent_id, period, detractor (1, 0 or missing).
    `commenters`: period, people, scored, detractors, a row a period. `wishes`: what is asked for, by improvement.
    `kept`: what the product owner noted (`read_kept`). People are counted once for each improvement, however
    often they say it.
    """
    people = voices.sort_values("detractor", ascending=False).drop_duplicates(
        ["improvement", "respondent_id", "period"]
    )
    base = commenters.set_index("period")
    if period not in base.index:
        return pd.DataFrame(columns=list(COLUMNS))
    now = people[people["period"] == period]
    earlier = sorted(p for p in base.index if p < period)
    line = enough_people(int(base.at[period, "people"]), settings)
    history = dict(list(people.groupby("improvement")))
    rows = [
        _row(id, group, history[id], base, period, earlier, codebook, line, language, (wishes or {}).get(id))
        for id, group in now.groupby("improvement", sort=True)
    ]
    # Wishes that nobody shares are many different ones: they are counted, but as no single thing to do.
    ordered = sorted(
        rows,
        key=lambda r: (
            r["improvement"] == OTHER,
            r["respondents"] < line,
            -r["_effect"],
            -r["respondents"],
            r["improvement"],
        ),
    )
    for position, row in enumerate(ordered, start=1):
        row["rank"] = position
    if not ordered:
        return pd.DataFrame(columns=list(COLUMNS))
    ids = [row["improvement"] for row in ordered]
    ranges = rank_ranges(now, base.loc[period], ids, line)
    table = pd.DataFrame(ordered, columns=list(COLUMNS)).assign(rank_low=ranges[0], rank_high=ranges[1])
    if kept is not None:
        noted = kept.set_index("id").reindex(ids)
        table = table.assign(**{name: noted[name].to_numpy() for name in ("effort", "status", "note")})
    return table.astype({"rank": "int64", "respondents": "int64"})


def short_list(improvements: pd.DataFrame) -> list[str]:
    """The first improvement of each touchpoint, in order: the most worth doing for each owner."""
    placed = improvements[improvements["touchpoint"].notna()]
    return placed.drop_duplicates("touchpoint")["improvement"].tolist()


def enough_people(commenters: int, settings: RankSettings) -> int:
    """How many people must ask for the same thing before it is probably a good idea."""
    return max(settings.fewest, min(settings.people, round(settings.share * commenters)))


def _row(
    id: str, group: pd.DataFrame, history: pd.DataFrame, base: pd.DataFrame, period: str, earlier: Sequence[str],
    codebook: Codebook, line: int, language: str, wish: Wish | None,
) -> dict:  # fmt: skip
    total, scored, detractors = (int(base.at[period, c]) for c in ("people", "scored", "detractors"))
    respondents = len(group)
    share = proportions.wilson(respondents, total)
    mine, with_score = int(group["detractor"].sum()), int(group["detractor"].notna().sum())
    others = (detractors - mine) / (scored - with_score) if scored > with_score else 0.0
    place = codebook.touchpoint_of(id if id in codebook.frictions else str(group["theme"].iloc[0]))
    return {
        "improvement": id,
        "title": _title(id, wish, codebook, language),
        "theme": group["theme"].iloc[0],
        "touchpoint": place.id if place else None,
        "owner": place.owner if place else None,
        "respondents": respondents,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "detractor_share": mine / with_score if with_score else None,
        "first_seen": min(history["period"]),
        "trend": _trend(history, base, period, earlier),
        "asked_by_enough": respondents >= line and id != OTHER,
        "kind": group["kind"].iloc[0],
        "wording": wish.wording if wish else None,
        "language": wish.language if wish else None,
        "_effect": max(0.0, mine - others * with_score),
    }


def _title(id: str, wish: Wish | None, codebook: Codebook, language: str) -> str:
    if wish:
        return wish.title(codebook, language)
    return "Wishes that nobody else shares" if id == OTHER else codebook.title(id, language)


def _trend(history: pd.DataFrame, base: pd.DataFrame, period: str, earlier: Sequence[str]) -> str:
    """new, growing, steady or fading, against the period before; a change of a quarter counts."""
    if not earlier:
        return "new"
    counts = history.groupby("period").size()
    now = counts.get(period, 0) / max(1, base.at[period, "people"])
    before = counts.get(earlier[-1], 0) / max(1, base.at[earlier[-1], "people"])
    if min(history["period"]) == period:
        return "new"
    if now > before * (1 + _TREND):
        return "growing"
    return "fading" if now < before * (1 - _TREND) else "steady"
