"""Counts taken out of a tally."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

GROUPS = ("promoter", "passive", "detractor")


def group_counts(tally: pd.DataFrame, score: str, by: Sequence[str]) -> pd.DataFrame:
    """Promoters, passives and detractors for each combination of the columns `by`.

    Columns: `by`, promoters, passives, detractors (responses).
    """
    scored = tally[tally[f"{score}_group"] != ""]
    if scored.empty:
        return pd.DataFrame(columns=[*by, *(f"{g}s" for g in GROUPS)])
    if not by:
        counts = scored.groupby(f"{score}_group")["responses"].sum().reindex(GROUPS, fill_value=0).to_frame().T
    else:
        counts = scored.groupby([*by, f"{score}_group"], sort=True)["responses"].sum().unstack(fill_value=0)
        counts = counts.reindex(columns=list(GROUPS), fill_value=0)
    counts.columns = [f"{g}s" for g in GROUPS]
    return counts.reset_index(drop=not by)


def with_theme(tally: pd.DataFrame, theme: str) -> pd.Series:
    """Whether each cell of the tally mentions `theme`, in whatever polarity."""
    return (";" + tally["themes"]).str.contains(f";{theme}:", regex=False)


def mentions(tally: pd.DataFrame) -> pd.DataFrame:
    """The tally with a row for each theme of each cell: its columns, theme and polarity."""
    exploded = tally.assign(mention=tally["themes"].str.split(";")).explode("mention", ignore_index=True)
    exploded = exploded[exploded["mention"] != ""]
    parts = exploded["mention"].str.split(":", n=1, expand=True)
    if parts.empty:
        return exploded.assign(theme=pd.Series(dtype=object), polarity=pd.Series(dtype=object)).drop(columns="mention")
    return exploded.assign(theme=parts[0], polarity=parts[1]).drop(columns="mention")


def frictions(tally: pd.DataFrame) -> pd.DataFrame:
    """The tally with a row for each friction point of each cell: its columns and friction."""
    exploded = tally.assign(friction=tally["frictions"].str.split(";")).explode("friction", ignore_index=True)
    return exploded[exploded["friction"] != ""]


def levels(tally: pd.DataFrame, segment: str) -> list[str]:
    """The levels of a segment that occur, sorted; the empty one left out."""
    return sorted(level for level in tally[segment].unique() if level)


def period_before(period: str, periods: Sequence[str]) -> str | None:
    """The latest of `periods` before `period`, or None."""
    earlier = [p for p in periods if p < period]
    return max(earlier, default=None)


def year_before(period: str) -> str | None:
    """The same month or quarter of the year before; None where periods are years or there are none.

    >>> year_before("2026-06"), year_before("2026-Q2"), year_before("2026")
    ('2025-06', '2025-Q2', None)
    """
    year, dash, rest = period.partition("-")
    return f"{int(year) - 1}-{rest}" if dash else None


def themes_in(tally: pd.DataFrame, codebook_themes: Iterable[str]) -> list[str]:
    """The codebook's themes, in its order, and then those that only the tally has, sorted."""
    known = list(codebook_themes)
    said = {mention.partition(":")[0] for themes in tally["themes"].unique() for mention in themes.split(";")}
    return [*known, *sorted(said - {*known, ""})]
