"""Importance of themes by what people wrote, against importance by the sub-ratings that they gave beside it.

By hand: python -m tests.benchmarks.lounge. Reads drivers/en_skytrax_lounge.jsonl below WHYSCORE_DATA: reviews of
airport lounges with an overall score and seven sub-ratings, which no part of the program has learnt from. Reviews
from April 2015 on are left out (their scale changed), and for the sub-ratings those that left one out (0). A theme's
importance is the sum of those of its blame and its praise. The target is a Spearman correlation of .75 and the same
first theme.
"""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from pipeline.config import load_config
from pipeline.flow import run
from pipeline.statistics import importance

DATA = Path(os.environ.get("WHYSCORE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
SEED, DRAWS = 20260605, 300
THEMES = ("comfort", "cleanliness", "bar_beverages", "catering", "washrooms", "wifi_connectivity", "staff_service")
CONFIG = """
[survey]
name = "Lounges"
[[survey.sources]]
path = "lounge.csv"
[survey.columns]
response_id = "id"
[[survey.scores]]
name = "stars"
column = "score"
[[survey.questions]]
column = "text"
[codebook]
path = "{codebook}"
[detect]
languages = ["en"]
[report]
formats = []
"""


def reviews(path: Path) -> list[dict]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [r for r in rows if r.get("score") and r["score"] <= 5 and r["date"] < "2015-04-01"]


def rated(rows: list[dict]) -> np.ndarray:
    """Score and sub-ratings of the reviews that give all of them."""
    table = np.array([[r["score"], *(r["subratings"].get(t) or 0 for t in THEMES)] for r in rows], dtype=float)
    return table[(table[:, 1:] > 0).all(axis=1)]


def by_ratings(table: np.ndarray) -> dict[str, float]:
    """Shapley's shares of the sub-ratings in the score."""
    return dict(zip(THEMES, map(float, importance.shapley(np.cov(table.T)))))


def firsts(table: np.ndarray) -> str:
    """How often each sub-rating is the first when as many reviews are drawn anew."""
    rng = np.random.default_rng(SEED)
    drawn = (by_ratings(table[rng.integers(0, len(table), len(table))]) for _ in range(DRAWS))
    counts = Counter(max(shares, key=shares.__getitem__) for shares in drawn)
    return ", ".join(f"{theme} {100 * n / DRAWS:.0f} %" for theme, n in counts.most_common())


def by_words(rows: list[dict], folder: Path) -> dict[str, float]:
    """The importances that a run finds in the texts."""
    with (folder / "lounge.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "score", "text"])
        writer.writerows([r["id"], r["score"], r["text"]] for r in rows)
    codebook = Path(__file__).with_name("lounge.toml")
    (folder / "c.toml").write_text(CONFIG.format(codebook=codebook.as_posix()), encoding="utf-8")
    drivers = run(load_config(folder / "c.toml", ["run.processes=1"]), folder / "out").table("drivers")
    return drivers[drivers["segment"].isna()].groupby("theme")["importance"].sum().to_dict()


def main(say: Callable[[str], None] = print) -> None:
    path = DATA / "drivers" / "en_skytrax_lounge.jsonl"
    if not path.is_file():
        say(f"skipped: there is no {path}")
        return
    rows = reviews(path)
    with tempfile.TemporaryDirectory() as folder:
        words, ratings = by_words(rows, Path(folder)), by_ratings(rated(rows))
    for theme in sorted(THEMES, key=lambda t: -ratings[t]):
        say(f"{theme:18s} by sub-ratings {ratings[theme]:.4f}   by words {words.get(theme, 0.0):.4f}")
    agreement = spearmanr([ratings[t] for t in THEMES], [words.get(t, 0.0) for t in THEMES]).statistic
    first = [max(THEMES, key=lambda t: of.get(t, 0.0)) for of in (ratings, words)]
    say(f"{len(rows):,} reviews; Spearman {agreement:.3f}; first: {first[0]} by sub-ratings, {first[1]} by words")
    say(f"first by sub-ratings in {DRAWS} draws of as many reviews: {firsts(rated(rows))}")


if __name__ == "__main__":
    main()
