"""Small groups are withheld, and what would give them away."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from coded_export import responses, run_coded
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.measure.withholding import hidden_polarities, withheld_levels

FEW = 5


def test_a_small_level_is_withheld_with_the_next_smallest(tmp_path: Path) -> None:
    rows = [
        row
        for level, n in (("Big", 40), ("Middle", 20), ("Tiny", 1))
        for row in responses([("X:negative", (n, 0, n)), ("", (0, n, 0))], Branch=level)
    ]
    summary = run_coded(tmp_path, rows, "", '[survey.segments]\nbranch = "Branch"\n')
    scores = {s["level"]: s for s in summary["scores"] if s["segment"] == "branch"}
    for level in ("Tiny", "Middle"):
        assert "withheld" in scores[level]["note"]
        assert [scores[level][k] for k in ("n", "estimate", "low", "high", "promoters", "passives", "detractors")] == [
            None
        ] * 7
    assert scores["Big"]["estimate"] is not None
    themes = {t["level"]: t for t in summary["theme_segments"] if t["theme"] == "X"}
    assert {level: t["share"] is None for level, t in themes.items()} == {"Big": False, "Middle": True, "Tiny": True}
    assert {d["level"] for d in summary["driver_segments"]} == {"Big"}


def test_no_small_count_of_a_segment_is_in_the_summary(tmp_path: Path) -> None:
    rows = responses([("X:negative", (30, 2, 1)), ("X:positive", (3, 20, 30))], Branch="A")
    rows += responses([("X:negative", (20, 9, 9)), ("X:positive", (3, 9, 30)), ("Y", (1, 1, 0))], Branch="B")
    summary = run_coded(tmp_path, rows, "", '[survey.segments]\nbranch = "Branch"\n')
    for t in summary["theme_segments"]:
        for key in ("respondents", "positive", "negative", "mixed", "neutral"):
            assert t[key] is None or t[key] == 0 or t[key] >= FEW
    for d in summary["driver_segments"]:
        assert d["mentions"] is None or d["mentions"] >= FEW
    y = {t["level"]: t["respondents"] for t in summary["theme_segments"] if t["theme"] == "Y"}
    assert y == {"A": None, "B": None}


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_no_withheld_level_stands_alone(sizes: list[int]) -> None:
    levels = [f"L{i}" for i in range(len(sizes))]
    hidden = withheld_levels(pd.Series(sizes, levels), FEW)
    small = {level for level, n in zip(levels, sizes) if 0 < n < FEW}
    assert small <= set(hidden)
    assert not small or len(hidden) >= 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3)), min_size=2, max_size=3))
def test_no_small_count_by_polarity_can_be_computed(rows: list[tuple[int, int, int]]) -> None:
    """Of all tables with the same totals and the same shown counts, some other has another value in each small cell."""
    counts = np.array(rows)
    hidden = hidden_polarities(counts, np.zeros(len(counts), dtype=bool), FEW)
    assert not ((counts > 0) & (counts < FEW))[~hidden].any()
    if hidden.sum() < 2:
        return  # the table has no second level to protect with
    possible = _tables_like(counts[hidden])
    small = (counts[hidden] > 0) & (counts[hidden] < FEW) & (counts[hidden].sum(axis=1, keepdims=True) >= FEW)
    for place in zip(*np.nonzero(small)):
        assert len({table[place] for table in possible}) > 1


def _tables_like(table: np.ndarray) -> list[np.ndarray]:
    """Those with the totals of `table` that are one response's swap away from it."""
    swaps = []
    for (a, b), (i, j) in product(product(range(len(table)), repeat=2), product(range(table.shape[1]), repeat=2)):
        other = table.copy()
        other[a, i] += 1
        other[b, i] -= 1
        other[a, j] -= 1
        other[b, j] += 1
        if (other >= 0).all():
            swaps.append(other)
    return [table, *swaps]
