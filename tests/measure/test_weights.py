"""Survey weights: the weighted score, its effective n, and that their scale means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_export import responses, run_coded


def strata(weight_a: str, weight_b: str) -> list[dict]:
    """A: 300 responses with NPS 40; B: 100 with NPS -20."""
    return responses([("", (75, 30, 195))], W=weight_a, Country="A") + responses(
        [("", (50, 20, 30))], W=weight_b, Country="B"
    )


@pytest.mark.parametrize(
    ("a", "b"), [("0.6666666667", "2"), ("0.0016666667", "0.005"), ("5000", "15000"), ("1,5", "4,5")]
)
def test_two_strata_of_equal_size_in_the_population(tmp_path: Path, a: str, b: str) -> None:
    summary = run_coded(tmp_path, strata(a, b), 'weight = "W"\nmarket = "Country"')
    whole = next(s for s in summary["scores"] if s["segment"] is None)
    assert whole["estimate"] == pytest.approx(10, abs=1e-6)
    assert whole["n_effective"] == pytest.approx(300, abs=1e-4)
    assert (whole["n"], whole["unweighted"]) == (400, 25)
    assert whole["low"] < 10 < whole["high"]
    by_market = {s["level"]: s["estimate"] for s in summary["scores"] if s["segment"] == "market"}
    assert by_market == {"A": 40, "B": -20}


def test_without_a_weight_nothing_is_weighted(tmp_path: Path) -> None:
    whole = run_coded(tmp_path, strata("1", "3"))["scores"][0]
    assert (whole["estimate"], whole["n_effective"], whole["unweighted"]) == (25, None, None)
