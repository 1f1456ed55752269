"""How many people mention each theme, in every period, for the whole and by level of each segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.config import MeasureSettings
from pipeline.measure.corrected import Confusion, Tagged, corrected_share
from pipeline.measure.counts import mentions
from pipeline.measure.withholding import hidden_polarities, withheld_levels
from pipeline.statistics import proportions

POLARITIES = ("positive", "negative", "mixed", "neutral")
THEME_COLUMNS = (
    "period", "segment", "level", "theme", "n", "respondents", "share", "low", "high", *POLARITIES,
    "corrected_share", "corrected_low", "corrected_high", "note",
)  # fmt: skip


def theme_table(
    tally: pd.DataFrame, themes: Sequence[str], segments: Sequence[str], settings: MeasureSettings, confusion: Confusion | None
) -> pd.DataFrame:  # fmt: skip
    """Share of commenting responses that mention each theme.

    `n` counts the responses with an answer that means something; the interval is Wilson's. `positive`,
    `negative`, `mixed` and `neutral` count responses. `corrected_share` allows for the tagger's errors in
    `confusion` (None where people tagged, and there is nothing to correct); where it is empty, `note` says why.
    Small groups of a segment are withheld, with those that would give them away.
    """
    commented = tally.loc[tally["commented"] == 1, ["period", *segments, "language", "themes", "responses"]]
    counts = _Counts(commented, mentions(commented), tuple(themes), settings, confusion)
    rows = [row for segment in (None, *segments) for row in counts.rows(segment)]
    table = pd.DataFrame(rows, columns=list(THEME_COLUMNS))
    return table.astype(dict.fromkeys(("n", "respondents", *POLARITIES), "Int64"))


@dataclass(frozen=True, eq=False)
class _Counts:
    """The responses that commented, and a row for each theme that each of their cells mentions."""

    commented: pd.DataFrame
    mentioned: pd.DataFrame
    themes: tuple[str, ...]
    settings: MeasureSettings
    confusion: Confusion | None

    def rows(self, segment: str | None) -> Iterator[dict[str, Any]]:
        """A row for each period, level and theme."""
        for period, cells in self.commented.groupby("period", sort=True):
            said = self.mentioned[self.mentioned["period"] == period]
            levels = sorted(cells[segment].unique()) if segment else [""]
            languages = sorted(cells["language"].unique())
            keys = [(segment, levels), ("language", languages)]
            sizes = _counted(cells, keys)
            found = _counted(said, [*keys, ("theme", self.themes), ("polarity", POLARITIES)])
            for row in self._of_period(segment, levels, languages, sizes, found):
                yield {"period": period, "segment": segment, **row}

    def _of_period(
        self, segment: str | None, levels: Sequence[str], languages: Sequence[str], sizes: np.ndarray, found: np.ndarray
    ) -> Iterator[dict[str, Any]]:
        """From `sizes` (levels, languages) and `found` (levels, languages, themes, polarities), both of responses."""
        few = self.settings.smallest_group if segment else 0
        hidden = withheld_levels(pd.Series(sizes.sum(axis=1), levels), few)
        for j, theme in enumerate(self.themes):
            counts = found[:, :, j].sum(axis=1)
            reasons = {**withheld_levels(pd.Series(counts.sum(axis=1), levels), few), **hidden}
            unseen = hidden_polarities(counts, np.array([level in reasons for level in levels]), few)
            for i, level in enumerate(levels):
                n, where = int(sizes[i].sum()), {"level": level if segment else None, "theme": theme}
                if segment and level == "":
                    continue
                if level in reasons:
                    yield {**where, "n": None if level in hidden else n, "note": reasons[level]}
                    continue
                tagged = dict(
                    zip(languages, map(Tagged._make, zip(found[i, :, j].sum(axis=1).tolist(), sizes[i].tolist())))
                )
                yield {**where, **self._share(int(counts[i].sum()), n), **self._corrected(theme, tagged),
                       **({} if unseen[i] else dict(zip(POLARITIES, counts[i].tolist())))}  # fmt: skip

    def _share(self, respondents: int, n: int) -> dict[str, Any]:
        share = proportions.wilson(respondents, n, confidence=self.settings.confidence)
        return {"n": n, "respondents": respondents, "share": share.value, "low": share.low, "high": share.high}

    def _corrected(self, theme: str, tagged: Mapping[str, Tagged]) -> dict[str, Any]:
        if self.confusion is None:
            return {}
        share = corrected_share(theme, tagged, self.confusion, self.settings.confidence)
        return {
            "corrected_share": share.value,
            "corrected_low": share.low,
            "corrected_high": share.high,
            "note": share.note or None,
        }


def _counted(cells: pd.DataFrame, keys: Sequence[tuple[str | None, Sequence[str]]]) -> np.ndarray:
    """Responses by the values of some columns, an axis each; a column None has one value."""
    places = [
        pd.Index(values).get_indexer(cells[column]) if column else np.zeros(len(cells), dtype=int)
        for column, values in keys
    ]
    counts = np.zeros([len(values) for _, values in keys], dtype=np.int64)
    np.add.at(counts, tuple(places), cells["responses"].to_numpy())
    return counts
