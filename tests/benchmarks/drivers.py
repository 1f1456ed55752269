"""How often drivers are found where there are none, and whether the true first one is found, by simulation.

By hand: python -m tests.benchmarks.drivers [RUNS]. A run is one survey of n responses measured as the program does:
eight themes, blamed and praised, some named together with others. Targets: with no true driver, any is shown in at
most 5 % of runs; with true drivers, the truly first is among the first two in at least 90 % at n = 1,000.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
from scipy.special import expit

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.drivers import driver_tables
from pipeline.statistics import proportions
from pipeline.tally import add

SEED = 20260604
THEMES = [f"t{i}" for i in range(8)]
SETTINGS, NPS = MeasureSettings(), ScoreSettings(name="nps", column="score")
VALUES = {"detractor": 4, "passive": 8, "promoter": 10}


def survey(rng: np.random.Generator, n: int, effects: np.ndarray) -> pd.DataFrame:
    """The tally of `n` responses, blame of the themes having log odds ratios `effects`; half of them travel in pairs."""
    rates = np.resize([0.16, 0.12, 0.09, 0.07], len(THEMES))
    blamed = rng.random((n, len(THEMES))) < rates
    for pair in range(0, 4, 2):
        blamed[:, pair + 1] |= blamed[:, pair] & (rng.random(n) < 0.4)
    praised = ~blamed & (rng.random((n, len(THEMES))) < 0.08)
    language = rng.integers(0, 2, n)
    detractor = rng.random(n) < expit(-1.5 + blamed @ effects + 0.3 * language)
    group = np.where(detractor, "detractor", np.where(rng.random(n) < 0.35, "passive", "promoter"))
    said = [
        ";".join(f"{t}:{'negative' if b else 'positive'}" for t, b, p in zip(THEMES, *marks) if b or p)
        for marks in zip(blamed, praised)
    ]
    value = 1000 * pd.Series(group).map(VALUES)
    rows = pd.DataFrame({
        "period": "2026-06", "market": np.where(rng.random(n) < 0.5, "A", "B"), "language": np.where(language, "sv", "en"),
        "commented": 1, "themes": said, "frictions": "", "nps_group": group, "responses": 1, "weight_sum": 10**9,
        "weight_squares": 10**9, "nps_n": 1, "nps_sum": value, "nps_squares": value**2,
    })  # fmt: skip
    return add([rows], [], ["nps"])


def found(tally: pd.DataFrame) -> pd.DataFrame:
    return driver_tables(tally, [NPS], THEMES, ["market"], SETTINGS).rows


def false_drivers(rng: np.random.Generator, n: int) -> bool:
    return bool(found(survey(rng, n, np.zeros(len(THEMES))))["shown"].any())


def first_is_found(rng: np.random.Generator, n: int) -> bool:
    """Whether the theme with the largest share of the truth is among the first two of those shown."""
    effects = rng.permutation([1.8, 1.1, 0.7, 0, 0, 0, 0, 0])
    first = _truly_first(effects)
    rows = found(survey(rng, n, effects))
    shown = rows[rows["shown"] & rows["segment"].isna() & (rows["outcome"] == "detractor")]
    return (first, "negative") in list(zip(shown["theme"], shown["polarity"]))[:2]


def _truly_first(effects: np.ndarray) -> str:
    """The theme first in importance in a survey so large that chance plays no part."""
    rows = found(survey(np.random.default_rng(SEED), 40_000, effects))
    top = rows[rows["segment"].isna() & (rows["outcome"] == "detractor")].sort_values("importance", ascending=False)
    return str(top["theme"].iloc[0])


def main(runs: int = 300, say: Callable[[str], None] = print) -> None:
    for (name, trial), n in product(
        (("false drivers", false_drivers), ("the first is found", first_is_found)), (300, 1000)
    ):
        rng = np.random.default_rng([SEED, n])
        hits = sum(trial(rng, n) for _ in range(runs))
        share = proportions.wilson(hits, runs)
        say(
            f"{name:20s} n = {n:5,}: {100 * share.value:5.1f} % of {runs} runs ({100 * share.low:.1f} to {100 * share.high:.1f})"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
