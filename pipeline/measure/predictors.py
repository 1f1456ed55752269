"""The columns of a driver model: who mentions which theme and how, and what else is held equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

# Praise and blame of everything at once is the outcome in other words, so it never explains it.
OVERALL = "overall"
POLARITIES = {
    "negative": ("negative", "mixed"),
    "positive": ("positive", "mixed"),
    "any": ("negative", "positive", "mixed", "neutral"),
}


class Predictor(NamedTuple):
    """A mention of a theme: negative (or mixed), positive (or mixed), or any where none says how."""

    theme: str
    polarity: str


def scored_cells(tally: pd.DataFrame, score: str, cuts: Sequence[str]) -> pd.DataFrame:
    """The responses that commented and gave `score`, counted by themes, language, the columns `cuts` and group.

    Columns: themes, language, `cuts`, group, n, sum (thousandths), squares (millionths).
    """
    used = tally[(tally["commented"] == 1) & (tally[f"{score}_n"] > 0)]
    keys = ["themes", "language", *cuts, f"{score}_group"]
    sums = [f"{score}_{what}" for what in ("n", "sum", "squares")]
    counted = used.groupby(keys, sort=True)[sums].sum().reset_index()
    return counted.rename(columns={f"{score}_group": "group", **{s: s.removeprefix(f"{score}_") for s in sums}})


def predictors_in(cells: pd.DataFrame, themes: Sequence[str]) -> list[Predictor]:
    """The predictors that `cells` hold, in the order of `themes`, negative before positive; never `overall`."""
    said = {mention for themes_of in cells["themes"].unique() for mention in themes_of.split(";")}
    found = []
    for theme in themes:
        how = [p for p in ("negative", "positive") if {f"{theme}:{p}", f"{theme}:mixed"} & said]
        if theme != OVERALL and (how or f"{theme}:neutral" in said):
            found += [Predictor(theme, polarity) for polarity in how or ["any"]]
    return found


def mention_columns(cells: pd.DataFrame, predictors: Sequence[Predictor]) -> np.ndarray:
    """0 or 1 for each cell and predictor, (cells, predictors)."""
    places: dict[str, list[int]] = {}
    for place, (theme, polarity) in enumerate(predictors):
        for how in POLARITIES[polarity]:
            places.setdefault(f"{theme}:{how}", []).append(place)
    of_cell, sets = pd.factorize(cells["themes"], sort=True)
    columns = np.zeros((len(sets), len(predictors)))
    for row, mentioned in enumerate(sets):
        for mention in mentioned.split(";"):
            columns[row, places.get(mention, [])] = 1
    return columns[of_cell]


def level_columns(cells: pd.DataFrame, name: str, fewest: int) -> np.ndarray:
    """A 0/1 column for each level of `name` but the commonest, (cells, levels - 1).

    Levels of fewer than `fewest` responses are one level together, or part of the commonest where even together
    they are too few.
    """
    sizes = cells.groupby(name)["n"].sum()
    common = sorted(sizes[sizes >= fewest].index, key=lambda level: (-sizes[level], level))
    columns = [(cells[name] == level).to_numpy(float) for level in common[1:]]
    if sizes[sizes < fewest].sum() >= fewest and common:
        columns.append((~cells[name].isin(common)).to_numpy(float))
    return np.column_stack(columns) if columns else np.zeros((len(cells), 0))
