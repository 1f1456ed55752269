"""Which market differs from the others, tested, with all markets corrected together."""

from __future__ import annotations

import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import group_counts
from pipeline.statistics import multiplicity, nps

COLUMNS = ("market", "nps", "elsewhere", "difference", "low", "high", "n", "p", "p_adjusted")


def contrast_table(now: pd.DataFrame, score: ScoreSettings | None, settings: MeasureSettings) -> pd.DataFrame:
    """NPS of each market of one period against that of all others together (Rocks 2016), the surest first.

    Markets with fewer than `min_responses` scores are left out: too few to be called different. `p_adjusted` is
    corrected over the markets (Benjamini & Hochberg 1995).
    """
    rows = []
    if score is not None:
        counts = group_counts(now, score.name, ["market"]).set_index("market")
        whole = counts.sum()
        for market, mine in counts[counts.index != ""].iterrows():
            rest = whole - mine
            if min(mine.sum(), rest.sum()) < settings.min_responses:
                continue
            here, there = (tuple(int(c) for c in side) for side in (mine, rest))
            d = nps.difference(there, here, confidence=settings.confidence)
            rows.append((market, nps.score(*here).value, nps.score(*there).value, d.value, d.low, d.high, sum(here), d.p))
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c != "p_adjusted"])
    table["p_adjusted"] = multiplicity.benjamini_hochberg(table["p"].to_numpy(dtype=float))
    return table.sort_values(["p", "market"], kind="stable", ignore_index=True)
