"""How many people mention each theme and friction point, and NPS with and without them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import frictions, group_counts, mentions, with_theme
from pipeline.statistics import nps, proportions

THEME_COLUMNS = (
    "period", "segment", "level", "theme", "n", "respondents", "share", "low", "high",
    "positive", "negative", "mixed", "neutral", "corrected_share", "note",
)  # fmt: skip


def theme_table(
    tally: pd.DataFrame, codebook: Codebook, segments: Sequence[str], settings: MeasureSettings
) -> pd.DataFrame:
    """Share of commenting responses that mention each theme, by period, whole and by level.

    `n` counts the responses with an answer that means something; the interval is Wilson's. `positive`,
    `negative`, `mixed` and `neutral` count responses; `corrected_share` is empty until a tagger with known
    errors has tagged.
    """
    rows = []
    commented = tally[tally["commented"] == 1]
    exploded = mentions(commented)
    for segment in (None, *segments):
        by = ["period", *([segment] if segment else [])]
        totals = commented.groupby(by, sort=True)["responses"].sum()
        counts = exploded.groupby([*by, "theme", "polarity"])["responses"].sum()
        table = counts.unstack(fill_value=0) if len(counts) else pd.DataFrame()
        for key, n in totals.items():
            period, level = (key, None) if not segment else key
            if level == "":
                continue
            for theme in codebook.themes:
                at = (period, theme) if not segment else (period, level, theme)
                found = {
                    p: int(table[p].get(at, 0)) if p in table else 0
                    for p in ("positive", "negative", "mixed", "neutral")
                }
                rows.append(_theme_row(period, segment, level, theme, int(n), found, settings))
    return pd.DataFrame(rows, columns=list(THEME_COLUMNS))


def _theme_row(
    period: str,
    segment: str | None,
    level: str | None,
    theme: str,
    n: int,
    found: dict[str, int],
    settings: MeasureSettings,
) -> tuple:
    respondents = sum(found.values())
    if segment and (n < settings.smallest_group or 0 < respondents < settings.smallest_group):
        note = f"withheld: fewer than {settings.smallest_group} people"
        return (period, segment, level, theme, n, None, None, None, None, None, None, None, None, None, note)
    share = proportions.wilson(respondents, n, confidence=settings.confidence)
    return (
        period,
        segment,
        level,
        theme,
        n,
        respondents,
        share.value,
        share.low,
        share.high,
        *found.values(),
        None,
        share.note,
    )


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
    columns = (
        "period",
        "friction",
        "theme",
        "kind",
        "touchpoint",
        "owner",
        "n",
        "respondents",
        "share",
        "low",
        "high",
        "note",
    )
    table = pd.DataFrame(rows, columns=list(columns))
    return table.sort_values(["period", "respondents", "friction"], ascending=[True, False, True], ignore_index=True)


def with_and_without(
    tally: pd.DataFrame, codebook: Codebook, score: ScoreSettings, settings: MeasureSettings
) -> pd.DataFrame:
    """NPS of the responses that mention each theme and of those that do not, among those that commented.

    `difference` is with minus without; `impact` is NPS of all minus NPS without (what those responses take
    from the score). Both describe and neither shows a cause: themes that travel together share them.
    """
    commented = tally[tally["commented"] == 1]
    rows = []
    for theme in codebook.themes:
        mentioned = with_theme(commented, theme)
        inside, outside = (_counts(commented[which], score.name) for which in (mentioned, ~mentioned))
        n = sum(inside)
        if n < settings.smallest_group:
            rows.append(
                (
                    theme,
                    n,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    f"withheld: fewer than {settings.smallest_group} scored mentions",
                )
            )
            continue
        difference = nps.difference(outside, inside, confidence=settings.confidence)
        impact = nps.impact(tuple(a + b for a, b in zip(inside, outside)), outside)
        mine, rest = nps.score(*inside), nps.score(*outside)
        rows.append(
            (
                theme,
                n,
                mine.value,
                rest.value,
                difference.value,
                difference.low,
                difference.high,
                impact.value,
                difference.note or impact.note,
            )
        )
    columns = ("theme", "n", "nps_with", "nps_without", "difference", "low", "high", "impact", "note")
    return pd.DataFrame(rows, columns=list(columns))


def _counts(cells: pd.DataFrame, score: str) -> tuple[int, int, int]:
    counts = group_counts(cells, score, [])
    return tuple(int(c) for c in counts.iloc[0]) if len(counts) else (0, 0, 0)
