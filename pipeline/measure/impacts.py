"""NPS of the responses that mention a theme and of those that do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import group_counts, with_theme
from pipeline.statistics import nps

WITH_COLUMNS = ("theme", "n", "nps_with", "nps_without", "difference", "low", "high", "impact", "note")


def with_and_without(
    tally: pd.DataFrame, themes: Sequence[str], score: ScoreSettings, settings: MeasureSettings
) -> pd.DataFrame:
    """NPS with and without each theme, among those that commented.

    `difference` is with minus without; `impact` is NPS of all minus NPS without (what those responses take
    from the score). Both describe and neither shows a cause: themes that travel together share them.
    """
    commented = tally[tally["commented"] == 1]
    rows = [{"theme": theme, **_compared(commented, theme, score, settings)} for theme in themes]
    return pd.DataFrame(rows, columns=list(WITH_COLUMNS))


def _compared(commented: pd.DataFrame, theme: str, score: ScoreSettings, settings: MeasureSettings) -> dict[str, Any]:
    mentioned = with_theme(commented, theme)
    inside, outside = (_counts(commented[which], score.name) for which in (mentioned, ~mentioned))
    n = sum(inside)
    if n < settings.smallest_group:
        return {"n": n, "note": f"withheld: fewer than {settings.smallest_group} scored mentions"}
    difference = nps.difference(outside, inside, confidence=settings.confidence)
    impact = nps.impact(tuple(a + b for a, b in zip(inside, outside)), outside)
    return {
        "n": n, "nps_with": nps.score(*inside).value, "nps_without": nps.score(*outside).value,
        "difference": difference.value, "low": difference.low, "high": difference.high, "impact": impact.value,
        "note": difference.note or impact.note or None,
    }  # fmt: skip


def _counts(cells: pd.DataFrame, score: str) -> tuple[int, ...]:
    counts = group_counts(cells, score, [])
    return tuple(int(c) for c in counts.iloc[0]) if len(counts) else (0, 0, 0)
