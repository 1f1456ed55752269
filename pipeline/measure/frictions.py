"""How many people tell of each friction point, with where it lies and who owns it."""

from __future__ import annotations

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.config import MeasureSettings
from pipeline.measure.counts import frictions
from pipeline.statistics import proportions

FRICTION_COLUMNS = (
    "period", "friction", "theme", "kind", "touchpoint", "owner", "n", "respondents", "share", "low", "high", "note",
)  # fmt: skip


def friction_table(tally: pd.DataFrame, codebook: Codebook, settings: MeasureSettings) -> pd.DataFrame:
    """Share of commenting responses that tell of each friction point, by period, with touchpoint and owner."""
    commented = tally[tally["commented"] == 1]
    totals = commented.groupby("period")["responses"].sum()
    counts = frictions(commented).groupby(["period", "friction"])["responses"].sum()
    rows = []
    for (period, id), respondents in counts.items():
        if id not in codebook.frictions:
            continue
        friction, place = codebook.frictions[id], codebook.touchpoint_of(id)
        share = proportions.wilson(int(respondents), int(totals[period]), confidence=settings.confidence)
        rows.append(
            (period, id, friction.theme, friction.kind, place.id if place else None, place.owner if place else None,
             int(totals[period]), int(respondents), share.value, share.low, share.high, None)
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(FRICTION_COLUMNS))
    return table.sort_values(["period", "respondents", "friction"], ascending=[True, False, True], ignore_index=True)
