"""A change of the score split into who answered and how they scored, by the levels of a segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.changes import PERIOD_BEFORE, YEAR_BEFORE
from pipeline.measure.counts import group_counts, period_before, year_before
from pipeline.statistics import decomposition, nps

MIXTURE_COLUMNS = (
    "score", "segment", "level", "period", "before", "against", "n_before", "n", "value_before", "value", "change", "mix",
    "mix_centred", "rate", "note",
)  # fmt: skip
OTHERS, NOT_STATED = "smaller ones together", "not stated"
Counts = tuple[int, int, int]


def mixture_table(
    tally: pd.DataFrame, scores: Sequence[ScoreSettings], segments: Sequence[str], period: str, settings: MeasureSettings
) -> pd.DataFrame:  # fmt: skip
    """The change of each NPS up to `period`, in points, as mix + rate: a row for the whole (level None) and each level.

    Kitagawa 1955, midpoint weights; the parts sum to the change. `mix_centred` of a level is negative when a weak
    level grows. Levels too small to be shown are one level together.
    """
    rows: list[dict[str, Any]] = []
    for score in (s for s in scores if s.has_groups):
        known = sorted(tally.loc[tally[f"{score.name}_group"] != "", "period"].unique())
        last, year = period_before(period, known), year_before(period)
        for before, against in ((last, PERIOD_BEFORE), (year if year in known and year != last else None, YEAR_BEFORE)):
            for segment in segments if before and period in known else ():
                where = {
                    "score": score.name,
                    "segment": segment,
                    "period": period,
                    "before": before,
                    "against": against,
                }
                rows += [{**where, **row} for row in _split(tally, score.name, segment, before, period, settings)]
    return pd.DataFrame(rows, columns=list(MIXTURE_COLUMNS)).astype({"n": "Int64", "n_before": "Int64"})


def _split(
    tally: pd.DataFrame, score: str, segment: str, before: str, period: str, settings: MeasureSettings
) -> Iterator[dict[str, Any]]:
    first, second = _pooled(
        *(_counts(tally[tally["period"] == p], score, segment) for p in (before, period)), settings.smallest_group
    )
    if len({*first, *second}) < 2:
        return
    split = decomposition.mix_rate(
        *({level: (sum(c), _nps(c)) for level, c in counts.items()} for counts in (first, second))
    )
    whole = [tuple(map(sum, zip(*counts.values()))) for counts in (first, second)]
    yield {**_sizes(*whole), "level": None, "change": split.total, "mix": split.mix, "mix_centred": split.mix,
           "rate": split.rate, "note": split.note or None}  # fmt: skip
    for level, part in sorted(split.segments.items(), key=lambda item: (item[0] in (OTHERS, NOT_STATED), item[0])):
        yield {**_sizes(first.get(level, (0, 0, 0)), second.get(level, (0, 0, 0))), "level": level,
               "change": part.mix_centred + part.rate, "mix": part.mix, "mix_centred": part.mix_centred, "rate": part.rate}  # fmt: skip


def _counts(cells: pd.DataFrame, score: str, segment: str) -> dict[str, Counts]:
    table = group_counts(cells, score, [segment])
    return {level or NOT_STATED: (int(a), int(b), int(c)) for level, a, b, c in table.itertuples(index=False)}


def _pooled(
    first: dict[str, Counts], second: dict[str, Counts], fewest: int
) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """Both with the levels that are small in either as one, and with it the next smallest while it is itself small."""

    def smaller(level: str) -> tuple[int, str]:
        # A level that is absent in one period is not small there: it tells of nobody.
        return min((sum(c[level]) for c in (first, second) if level in c), default=0), level

    ordered = sorted({*first, *second}, key=smaller)
    small = [level for level in ordered if smaller(level)[0] < fewest]
    while small and len(small) < len(ordered) and (len(small) == 1 or _together(small, first, second) < fewest):
        small = ordered[: len(small) + 1]
    if not small:
        return first, second
    return tuple(_merged(counts, small) for counts in (first, second))  # type: ignore[return-value]


def _together(levels: Sequence[str], first: dict[str, Counts], second: dict[str, Counts]) -> int:
    sizes = (sum(sum(c.get(level, ())) for level in levels) for c in (first, second))
    return min((n for n in sizes if n), default=0)


def _merged(counts: dict[str, Counts], small: Sequence[str]) -> dict[str, Counts]:
    kept = {level: c for level, c in counts.items() if level not in small}
    pooled = [c for level, c in counts.items() if level in small]
    return {**kept, OTHERS: tuple(map(sum, zip(*pooled)))} if pooled else kept  # type: ignore[dict-item]


def _nps(counts: Counts) -> float | None:
    return nps.score(*counts).value


def _sizes(first: Counts, second: Counts) -> dict[str, Any]:
    return {"n_before": sum(first), "n": sum(second), "value_before": _nps(first), "value": _nps(second)}
