"""Shares corrected for the known errors of the tagger."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.config import MeasureSettings
from pipeline.measure.corrected import UNKNOWN, Tagged, corrected_share
from pipeline.measure.themes import theme_table

REFERENCE = (797, 141, 2535, 534)


def test_the_reference_example() -> None:
    share = corrected_share("x", {"en": Tagged(332, 1000)}, {("x", "en"): REFERENCE}, 0.95)
    assert share[:3] == pytest.approx((0.2338, 0.1883, 0.2813), abs=5e-5)
    assert share.note == ""


def test_languages_are_corrected_apart_and_put_together_in_their_proportions() -> None:
    confusion = {("x", "en"): REFERENCE, ("x", "sv"): (90, 10, 190, 10)}
    both = corrected_share("x", {"en": Tagged(332, 1000), "sv": Tagged(50, 500)}, confusion, 0.95)
    one = corrected_share("x", {"en": Tagged(332, 1000)}, confusion, 0.95)
    other = corrected_share("x", {"sv": Tagged(50, 500)}, confusion, 0.95)
    assert both.value == pytest.approx((2 * one.value + other.value) / 3)
    assert both.high - both.low < one.high - one.low


def test_a_language_with_few_read_answers_takes_those_of_all() -> None:
    confusion = {("x", "en"): REFERENCE, ("x", "da"): (2, 1, 30, 3)}
    share = corrected_share("x", {"da": Tagged(332, 1000)}, confusion, 0.95)
    assert share.value == pytest.approx(0.2338, abs=0.005)


@pytest.mark.parametrize(
    ("confusion", "reason"),
    [
        ({}, UNKNOWN),
        ({("y", "en"): REFERENCE}, UNKNOWN),
        ({("x", "en"): (4, 5, 90, 1)}, "only 9 read answers hold the theme"),
        ({("x", "en"): (10, 30, 20, 60)}, "no better than chance"),
    ],
)
def test_where_the_errors_are_not_known_well_enough_it_says_so(confusion: dict, reason: str) -> None:
    share = corrected_share("x", {"en": Tagged(332, 1000)}, confusion, 0.95)
    assert share[:3] == (None, None, None)
    assert reason in share.note


def test_the_table_of_themes_has_the_corrected_share_beside_the_raw_one() -> None:
    cells = [("x:negative", 332), ("", 668)]
    tally = pd.DataFrame(
        [("2026-06", "en", 1, themes, n) for themes, n in cells],
        columns=["period", "language", "commented", "themes", "responses"],
    )
    (row,) = theme_table(tally, ["x"], [], MeasureSettings(), {("x", "en"): REFERENCE}).to_dict("records")
    assert row["share"] == 0.332
    assert (row["corrected_share"], row["corrected_low"], row["corrected_high"]) == pytest.approx(
        (0.2338, 0.1883, 0.2813), abs=5e-5
    )
