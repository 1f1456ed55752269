"""Changes: what moved, judged against noise, and whether the people or their answers changed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from coded_export import responses, run_coded

from pipeline.measure.changes import noise_of


def month(date: str, counts: tuple[int, int, int], **more: str) -> list[dict]:
    return [{**row, "Date": date} for row in responses([("", counts)], **more)]


def test_a_change_is_judged_against_months_in_which_nothing_changed(tmp_path: Path) -> None:
    summary = run_coded(tmp_path, month("2026-05-10", (40, 60, 100)) + month("2026-06-10", (45, 60, 95)))
    (change,) = [c for c in summary["changes"] if c["what"] == "score"]
    assert (change["difference"], change["verdict"], change["against"]) == (-5, "no real change", "period before")
    assert change["noise"] == pytest.approx(0.56, abs=0.03)
    assert "a change of 5 points or more happens in" in summary["page"]
    assert change["detectable"] > 15


def test_the_noise_of_the_reference() -> None:
    assert noise_of((100, 60, 40), (100, 60, 40), 5.0) == pytest.approx(0.5431, abs=5e-5)


def test_the_same_month_last_year_is_compared_too(tmp_path: Path) -> None:
    summary = run_coded(
        tmp_path,
        month("2025-06-10", (10, 20, 70)) + month("2026-05-10", (60, 20, 20)) + month("2026-06-10", (60, 20, 20)),
    )
    verdicts = {c["against"]: (c["before"], c["verdict"]) for c in summary["changes"] if c["what"] == "score"}
    assert verdicts == {"period before": ("2026-05", "no real change"), "year before": ("2025-06", "fell")}


JANUARY = month("2026-01-10", (75, 30, 195), Country="A") + month("2026-01-10", (50, 20, 30), Country="B")
FEBRUARY = month("2026-02-10", (20, 15, 65), Country="A") + month("2026-02-10", (120, 105, 75), Country="B")


def test_mix_and_rate_of_the_reference(tmp_path: Path) -> None:
    """A 300 at 40 and B 100 at -20, then A 100 at 45 and B 300 at -15."""
    summary = run_coded(tmp_path, JANUARY + FEBRUARY, 'market = "Country"')
    rows = {r["level"]: r for r in summary["mixture"]}
    assert (rows[None]["change"], rows[None]["mix"], rows[None]["rate"]) == (-25, -30, 5)
    assert [rows[m]["mix"] for m in "AB"] == [-21.25, -8.75]
    assert [rows[m]["mix_centred"] for m in "AB"] == [-15, -15]
    assert [rows[m]["rate"] for m in "AB"] == [2.5, 2.5]
    assert "a change of −25 points: −30 because" in summary["page"]
    assert "+5 because people scored differently (A +2.5, B +2.5)" in summary["page"]


def test_the_parts_sum_to_the_change(tmp_path: Path) -> None:
    """Unequal rates, a level that is new, one that goes, one too small to be shown, and answers without any."""
    before = {"A": (40, 30, 60), "B": (50, 20, 11), "Gone": (8, 2, 20), "Tiny": (1, 0, 1), "": (9, 4, 3)}
    after = {"A": (20, 33, 81), "B": (70, 22, 13), "New": (2, 3, 25), "Tiny": (0, 1, 1), "": (2, 4, 9)}
    rows = [
        r
        for date, of in (("2026-01-10", before), ("2026-02-10", after))
        for m, counts in of.items()
        for r in month(date, counts, Country=m)
    ]
    table = pd.DataFrame(run_coded(tmp_path, rows, 'market = "Country"')["mixture"])
    whole, parts = table[table["level"].isna()].iloc[0], table[table["level"].notna()]
    scores = [
        next(
            100 * (sum(c[2] for c in of.values()) - sum(c[0] for c in of.values())) / sum(map(sum, of.values()))
            for _ in [0]
        )
        for of in (before, after)
    ]
    assert whole["change"] == pytest.approx(scores[1] - scores[0])
    assert whole["mix"] + whole["rate"] == pytest.approx(whole["change"])
    for column in ("mix", "mix_centred", "rate"):
        assert parts[column].sum() == pytest.approx(whole["mix" if column == "mix_centred" else column])
    assert "Tiny" not in set(parts["level"])
