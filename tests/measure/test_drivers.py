"""Drivers against worked examples, from hand-coded tags through the command line."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from coded_export import responses, run_coded

WAIT_AND_IVR = [("WAIT; IVR", (24, 8, 8)), ("WAIT", (12, 4, 4)), ("IVR", (2, 6, 12)), ("", (12, 36, 72))]


def driver(
    summary: Mapping[str, Any], theme: str, outcome: str = "detractor", polarity: str | None = None
) -> Mapping[str, Any]:
    return next(
        d for d in summary["drivers"]
        if d["theme"] == theme and d["outcome"] == outcome and polarity in (None, d["polarity"])
    )  # fmt: skip


@pytest.fixture(params=["{}", "{}:negative", " {} : NEGATIVE "])
def wait_and_ivr(request: pytest.FixtureRequest, tmp_path: Path) -> Mapping[str, Any]:
    def written(tags: str) -> str:
        return "; ".join(request.param.format(tag) for tag in tags.split("; ") if tag)

    return run_coded(tmp_path, responses((written(tags), counts) for tags, counts in WAIT_AND_IVR))


def test_a_theme_that_only_travels_with_another_is_no_driver(wait_and_ivr: Mapping[str, Any]) -> None:
    ivr, wait = driver(wait_and_ivr, "IVR"), driver(wait_and_ivr, "WAIT")
    assert ivr["impact"] == pytest.approx(-14.143, abs=5e-4)
    assert wait["impact"] == pytest.approx(-27)
    assert ivr["unadjusted_odds_ratio"] == pytest.approx(3.6961, abs=5e-5)
    assert (ivr["unadjusted_low"], ivr["unadjusted_high"]) == pytest.approx((1.884, 7.250), abs=5e-4)
    assert ivr["odds_ratio"] == pytest.approx(1, abs=1e-6)
    assert (ivr["low"], ivr["high"]) == pytest.approx((0.407, 2.460), abs=5e-4)
    assert wait["odds_ratio"] == pytest.approx(13.5)
    assert (wait["low"], wait["high"]) == pytest.approx((5.538, 32.907), abs=5e-4)
    assert (ivr["risk_difference"], wait["risk_difference"]) == pytest.approx((0, 0.5), abs=1e-6)
    assert (wait["risk_low"], wait["risk_high"]) == pytest.approx((0.3379, 0.6621), abs=5e-5)
    assert (ivr["shown"], wait["shown"]) == (False, True)
    assert ivr["travels_with"] == "WAIT"
    assert "travels with" in wait_and_ivr["page"]
    assert "Alone it does nothing that can be seen" in wait_and_ivr["page"]


def test_a_perfect_predictor_gets_firths_odds_ratio(tmp_path: Path) -> None:
    summary = run_coded(tmp_path, responses([("X:negative", (12, 0, 0)), ("", (38, 75, 75))]))
    x = driver(summary, "X")
    assert x["odds_ratio"] == pytest.approx(97.727, abs=5e-4)
    assert x["low"] == pytest.approx(12.386, abs=5e-4)
    assert x["high"] == pytest.approx(12624, abs=1)
    assert x["p"] == pytest.approx(9.4e-9, rel=0.01)
    assert x["method"] == "Firth"
    assert "Firth" in x["note"]
    assert "Firth" in summary["page"]


def test_overall_praise_and_blame_is_never_a_driver(tmp_path: Path) -> None:
    summary = run_coded(
        tmp_path,
        responses(
            [
                ("overall:negative", (40, 5, 5)),
                ("overall:positive", (2, 8, 40)),
                ("A", (10, 20, 20)),
                ("", (10, 20, 20)),
            ]
        ),
    )
    assert {d["theme"] for d in summary["drivers"]} == {"A"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([("X:negative", (3, 2, 1)), ("", (4, 4, 4))], "too few responses"),
        ([("X:negative", (0, 30, 10)), ("", (0, 30, 30))], "no variation"),
        ([("X:negative", (3, 20, 10)), ("", (3, 30, 30))], "too few detractors"),
        ([("X:negative", (20, 20, 20)), ("", (20, 20, 20))], "no more than chance"),
        ([("X:negative", (3, 1, 1)), ("Y:negative", (20, 5, 5)), ("", (20, 20, 40))], "too few mentions"),
        ([("X:negative; Y:negative", (30, 5, 5)), ("", (20, 20, 40))], "always goes together"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason(tmp_path: Path, cells: list, reason: str) -> None:
    summary = run_coded(tmp_path, responses(cells))
    x = driver(summary, "X")
    assert reason in x["note"]
    assert (x["odds_ratio"], x["low"], x["high"], x["p_adjusted"], x["shown"]) == (None, None, None, None, False)
    assert reason in summary["page"]


def test_penalty_and_reward_give_the_kind(tmp_path: Path) -> None:
    rows = [
        {"Date": "2026-06-10", "Score": score, "Tags": tags}
        for tags, scores in (("", (7, 9)), ("X:negative", (3, 5)), ("X:positive", (8, 9)))
        for score in scores
        for _ in range(50 if not tags else 20)
    ]
    x = driver(run_coded(tmp_path, rows), "X")
    assert (x["penalty"], x["reward"], x["kind"]) == (-4, 0.5, "basic")


def test_a_score_without_groups_is_explained_by_its_mean(tmp_path: Path) -> None:
    dice = random.Random(3)
    rows = [
        {
            "Date": "2026-06-10",
            "Score": 10 if i % 3 else 2,
            "Ease": 5 - 2 * bad + dice.choice((-1, 0, 1)),
            "Tags": "form:negative" if bad else "",
        }
        for i in range(120)
        for bad in [i % 4 == 0]
    ]
    summary = run_coded(tmp_path, rows, "", '[[survey.scores]]\nname = "ces"\ncolumn = "Ease"\n')
    form = driver(summary, "form", "mean")
    assert form["mean_difference"] == pytest.approx(-2, abs=0.5)
    assert form["low"] < -2 < form["high"]
    assert form["odds_ratio"] is None
    assert form["method"] == "linear regression"


def test_language_market_and_segments_are_held_equal(tmp_path: Path) -> None:
    """The theme is named where detractors are; within a market it does nothing."""
    rows = responses([("X", (40, 5, 5)), ("", (20, 5, 5)), ("Z", (20, 0, 0))], Country="A")
    rows += responses([("X", (2, 9, 9)), ("", (8, 71, 71)), ("Z", (10, 10, 10))], Country="B")
    summary = run_coded(tmp_path, rows, 'market = "Country"')
    x = driver(summary, "X")
    assert x["unadjusted_odds_ratio"] > 2
    assert x["odds_ratio"] == pytest.approx(1.5, abs=0.5)
    assert not x["shown"]
    model = next(m for m in summary["driver_models"] if m["segment"] is None and m["outcome"] == "detractor")
    assert model["adjusted_for"] == "market"


def test_all_tests_of_the_run_are_corrected_together(tmp_path: Path) -> None:
    dice = random.Random(5)
    rows = [
        {"Date": "2026-06-10", "Score": dice.choice((2, 2, 8, 10)), "Plan": dice.choice("ABC"),
         "Tags": "; ".join(f"T{t}:negative" for t in range(4) if dice.random() < 0.3)}
        for _ in range(400)
    ]  # fmt: skip
    rows = [{**row, "Score": 2 if "T1" in row["Tags"] and dice.random() < 0.5 else row["Score"]} for row in rows]
    summary = run_coded(tmp_path, rows, "", '[survey.segments]\nplan = "Plan"\n')
    told = [d for d in (*summary["drivers"], *summary["driver_segments"]) if d["p"] is not None]
    assert driver(summary, "T1")["shown"]
    assert all(d["p_adjusted"] >= d["p"] for d in told)
    assert {d["level"] for d in summary["driver_segments"]} == {"A", "B", "C"}


def test_the_rank_of_an_importance_has_a_range(wait_and_ivr: Mapping[str, Any]) -> None:
    for d in wait_and_ivr["drivers"]:
        assert d["rank_low"] <= d["rank"] <= d["rank_high"]
    wait = driver(wait_and_ivr, "WAIT")
    assert (wait["rank_low"], wait["rank"], wait["rank_high"]) == (1, 1, 1)
    assert wait["importance"] + driver(wait_and_ivr, "IVR")["importance"] == pytest.approx(0.28, abs=1e-9)
