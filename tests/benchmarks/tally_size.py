"""How long a tally of ten million responses takes to measure, and how much memory.

By hand: python -m tests.benchmarks.tally_size [RESPONSES] [CELLS]. The responses are simulated: two months, four
markets, three segments, 20 themes of which an answer names up to four. The target is 60 s and 2 GB.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.codebook import load_codebook
from pipeline.config import Config, build_config
from pipeline.measure import measure
from pipeline.tally import add

SEED = 20260603
SEGMENTS = {"product": 4, "channel": 3, "customer": 3}
MARKETS = {"Sweden": "sv", "Denmark": "da", "Romania": "ro", "United Kingdom": "en"}
GROUPS = np.array(["detractor", "passive", "promoter"])
VALUES = {"detractor": 4, "passive": 8, "promoter": 10}


def configuration() -> Config:
    survey = {
        "sources": [{"path": "-"}],
        "columns": {"market": "Country"},
        "scores": [{"name": "nps", "column": "Score"}],
        "segments": {name: name for name in SEGMENTS},
    }
    return build_config({"survey": survey}, Path("."))


def simulated(responses: int, cells: int, themes: list[str]) -> pd.DataFrame:
    """A tally of so many responses in about so many distinct cells."""
    rng = np.random.default_rng(SEED)
    popularity = 1 / np.arange(2, len(themes) + 2)
    effect = rng.normal(0, 1, len(themes))
    rows = []
    for _ in range(cells):
        named = rng.choice(len(themes), size=rng.integers(0, 5), replace=False, p=popularity / popularity.sum())
        bad = rng.random(len(named)) < 0.5
        chance = 1 / (1 + np.exp(1.2 - np.sum(np.where(bad, 0.8, -0.8) * (1 + effect[named]))))
        group = GROUPS[rng.choice(3, p=[chance, 0.3 * (1 - chance), 0.7 * (1 - chance)])]
        market = list(MARKETS)[rng.integers(4)]
        said = ";".join(sorted(f"{themes[j]}:{'negative' if b else 'positive'}" for j, b in zip(named, bad)))
        levels = [f"{name} {rng.integers(size)}" for name, size in SEGMENTS.items()]
        rows.append(
            (f"2026-0{rng.integers(5, 7)}", market, MARKETS[market], int(len(named) > 0), said, "", *levels, group)
        )
    table = pd.DataFrame(
        rows, columns=["period", "market", "language", "commented", "themes", "frictions", *SEGMENTS, "nps_group"]
    )
    n = rng.multinomial(responses, rng.dirichlet(np.full(cells, 0.7)))
    value = 1000 * table["nps_group"].map(VALUES)
    sums = {
        "responses": n,
        "weight_sum": n * 10**9,
        "weight_squares": n * 10**9,
        "nps_n": n,
        "nps_sum": n * value,
        "nps_squares": n * value**2,
    }
    table = table.assign(**sums)
    return add([table[table["responses"] > 0]], list(SEGMENTS), ["nps"])


def main(responses: int = 10_000_000, cells: int = 200_000, say: Callable[[str], None] = print) -> None:
    codebook, config = load_codebook(), configuration()
    tally = simulated(responses, cells, list(codebook.themes))
    say(f"{tally['responses'].sum():,} responses in {len(tally):,} cells")
    before, worked = time.perf_counter(), time.process_time()
    found = measure(tally, "2026-06", codebook, config, {})
    seconds, worked = time.perf_counter() - before, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    say(
        f"measured in {seconds:.1f} s ({worked:.1f} s of one core); {memory:.2f} GB at most; {int(found.drivers['shown'].sum())} certain drivers"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
