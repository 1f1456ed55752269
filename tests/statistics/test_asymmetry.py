"""Penalty, reward and kind, against the reference, scipy's Welch test and least squares."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import ttest_ind

from pipeline.statistics.asymmetry import penalty_reward

UNMENTIONED, NEGATIVE, POSITIVE = [7] * 50 + [9] * 50, [3] * 20 + [5] * 20, [7.5] * 20 + [9.5] * 20


def around(mean: float, n: int = 40) -> list[float]:
    return [mean - 1] * (n // 2) + [mean + 1] * (n // 2)


def test_the_reference_example_is_basic():
    result = penalty_reward(UNMENTIONED, NEGATIVE, POSITIVE)
    assert (result.penalty, result.reward, result.range) == pytest.approx((-4, 0.5, 4.5))
    assert result.asymmetry == pytest.approx(-0.778, abs=5e-4)
    assert result.kind == "basic"
    assert result.note == ""
    assert result.n == 180
    assert (result.reward_low, result.reward_high) == pytest.approx((0.12, 0.88), abs=5e-3)


def test_intervals_are_those_of_welch():
    result = penalty_reward(UNMENTIONED, NEGATIVE, POSITIVE)
    for low, high, scores in ((result.penalty_low, result.penalty_high, NEGATIVE),
                              (result.reward_low, result.reward_high, POSITIVE)):
        expected = ttest_ind(scores, UNMENTIONED, equal_var=False).confidence_interval()
        assert (low, high) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize(("negative", "positive", "kind"), [
    (5, 8.5, "basic"), (7.5, 11, "excitement"), (6, 10, "performance"), (6.8, 8.8, "performance"),
    (7, 9.5, "performance"), (6.5, 9, "performance")])
def test_kind_follows_the_asymmetry_and_its_boundary_belongs_to_performance(negative, positive, kind):
    assert penalty_reward(around(8, 100), around(negative), around(positive)).kind == kind


def test_the_boundary_can_be_moved():
    assert penalty_reward(around(8, 100), around(6), around(9)).kind == "basic"
    assert penalty_reward(around(8, 100), around(6), around(9), boundary=0.4).kind == "performance"


def test_responses_with_both_mentions_enter_the_regression():
    both = [6, 5, 7, 6.5]
    result = penalty_reward(UNMENTIONED, NEGATIVE, POSITIVE, both)
    y = np.r_[UNMENTIONED, NEGATIVE, POSITIVE, both]
    sizes = [100, 40, 40, 4]
    columns = [np.repeat(pattern, sizes) for pattern in ([1, 1, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1])]
    expected = np.linalg.lstsq(np.column_stack(columns), y, rcond=None)[0]
    assert (result.penalty, result.reward) == pytest.approx(expected[1:])


@pytest.mark.parametrize(("groups", "words"), [
    ((UNMENTIONED, NEGATIVE[:9], POSITIVE), "Too few negative"),
    ((UNMENTIONED, NEGATIVE, POSITIVE[:3]), "Too few positive"),
    ((UNMENTIONED, POSITIVE, POSITIVE), "Against expectation"),
    ((UNMENTIONED, NEGATIVE, NEGATIVE), "Against expectation"),
    ((around(8), around(7.99), around(8.01)), "Neither"),
    (([8] * 50, [8] * 20, [8] * 20), "Neither"),
    ((UNMENTIONED, [], [], [5] * 20), "always come together")])
def test_no_kind_without_grounds(groups, words):
    result = penalty_reward(*groups)
    assert result.kind is None
    assert words in result.note


@pytest.mark.parametrize("groups", [([], NEGATIVE, POSITIVE), ([], [], []), ([math.nan], NEGATIVE, POSITIVE)])
def test_without_a_base_everything_is_withheld(groups):
    result = penalty_reward(*groups)
    assert (result.penalty, result.reward, result.kind) == (None, None, None)
    assert result.note


def test_signs_are_kept_though_the_kind_is_refused():
    result = penalty_reward([7, 9], [3, 5], [7.5, 9.5])
    assert (result.penalty, result.reward) == pytest.approx((-4, 0.5))
    assert result.kind is None


def test_a_sign_with_one_mention_gives_no_nan():
    result = penalty_reward([8], [3], [9])
    assert all(math.isfinite(v) for v in (result.penalty_low, result.penalty_high, result.reward_low))
