"""NPS, its interval, differences, weights, noise and impact, against the literature and brute force."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from pipeline.statistics import Estimate, nps

COUNTS = st.tuples(*[st.integers(0, 10**9)] * 3)
FILLED = COUNTS.filter(any)


def test_rocks_example():
    estimate = nps.score(180, 120, 100)
    assert isinstance(estimate, Estimate)
    assert estimate.value == pytest.approx(20, abs=1e-12)
    assert estimate[1:3] == pytest.approx((11.9248, 27.7775), abs=5e-5)
    assert (estimate.low + estimate.high) / 2 == pytest.approx(19.8511, abs=5e-5)
    assert estimate.n == 400
    assert estimate.note == ""


def test_five_promoters_reach_100_and_no_further():
    assert nps.score(5, 0, 0)[:3] == pytest.approx((100, 17.49, 100), abs=5e-3)


@pytest.mark.parametrize("counts", [(0, 0, 0), (-1, 2, 3), (math.nan, 1, 1), (math.inf, 1, 1)])
def test_unusable_counts_are_withheld_with_a_reason(counts):
    estimate = nps.score(*counts)
    assert estimate[:3] == (None, None, None)
    assert estimate.note
    assert nps.difference(counts, (1, 1, 1))[:3] == (None, None, None)
    assert nps.difference((1, 1, 1), counts).z is None
    assert nps.difference((1, 1, 1), counts).p is None


@pytest.mark.parametrize("confidence", [0, 1, 1.5, -0.1])
def test_confidence_must_be_a_share(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        nps.score(1, 1, 1, confidence)


@given(COUNTS.filter(lambda counts: sum(counts) > 1))
def test_interval_holds_the_score_and_stays_on_the_scale(counts):
    estimate = nps.score(*counts)
    assert -100 <= estimate.low <= estimate.value <= estimate.high <= 100
    assert estimate.low < estimate.high


@given(FILLED)
def test_swapping_promoters_and_detractors_mirrors_everything(counts):
    there, back = nps.score(*counts), nps.score(*counts[::-1])
    assert (-back.value, -back.high, -back.low) == pytest.approx(there[:3], abs=1e-9)


@given(st.tuples(*[st.integers(0, 10**6)] * 3).filter(any), st.integers(2, 9))
def test_more_responses_of_the_same_kind_narrow_the_interval(counts, times):
    few, many = nps.score(*counts), nps.score(*[times * c for c in counts])
    assert many.high - many.low < few.high - few.low


def test_nearly_all_promoters_keep_their_digits():
    # The variance by fractions: exact integers, then one division.
    from fractions import Fraction
    n = Fraction(10**9 + 1) + 3
    p, d = (10**9 + Fraction(3, 4)) / n, (1 + Fraction(3, 4)) / n
    centre, variance = p - d, (p + d - (p - d) ** 2) / n
    expected = 100 * (float(centre) - norm.ppf(0.975) * math.sqrt(variance))
    assert nps.score(10**9, 0, 1).low == pytest.approx(expected, rel=1e-14)


def test_difference_example():
    change = nps.difference((76, 40, 24), (20, 14, 26))
    assert change.value == pytest.approx(-47.14, abs=5e-3)
    assert change.z == pytest.approx(-3.643, abs=5e-4)
    assert change.p == pytest.approx(0.00027, abs=5e-6)
    assert (change.low, change.high) == pytest.approx((-70.57, -21.20), abs=5e-3)
    assert (change.low + change.high) / 2 == pytest.approx(-45.89, abs=5e-3)
    assert (change.high - change.low) / 2 / norm.ppf(0.975) == pytest.approx(12.59, abs=5e-3)
    assert change.n == 200


def test_equal_scores_of_unequal_size_differ_by_a_hair_in_z():
    change = nps.difference((20, 10, 10), (200, 100, 100))
    assert change.value == 0
    assert 0 < change.z < 0.2


@given(FILLED, FILLED)
def test_difference_turns_its_sign_with_the_order(first, second):
    there, back = nps.difference(first, second), nps.difference(second, first)
    assert back.value == pytest.approx(-there.value)
    assert back.z == pytest.approx(-there.z)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low))
    assert 0 <= there.p <= 1
    assert all(map(math.isfinite, there[:3]))


def test_two_strata_half_and_half():
    # A: n 300, NPS 40; B: n 100, NPS -20; each counts for half of the population.
    scores = [10] * 180 + [8] * 60 + [3] * 60 + [9] * 30 + [7] * 20 + [0] * 50
    weights = [0.5 / 300] * 300 + [0.5 / 100] * 100
    estimate = nps.weighted(scores, weights)
    assert estimate.value == pytest.approx(10)
    assert estimate.n == pytest.approx(300)
    assert nps.weighted(scores, [1] * 400).value == pytest.approx(25)
    # The interval is that of 300 responses in the weighted shares.
    equal = nps.score(300 * 0.45, 300 * 0.2, 300 * 0.35)
    assert estimate[1:3] == pytest.approx(equal[1:3])


@given(st.lists(st.tuples(st.integers(0, 10), st.floats(0.01, 100)), min_size=1, max_size=30),
       st.floats(1e-6, 1e6))
def test_weights_count_only_relative_to_each_other(responses, factor):
    scores, weights = np.array(responses).T
    once, scaled = nps.weighted(scores, weights), nps.weighted(scores, weights * factor)
    assert scaled[:4] == pytest.approx(once[:4])
    assert once.n <= len(scores) * (1 + 1e-12)
    turned = nps.weighted(scores[::-1], weights[::-1])
    assert turned == once, "the order of the responses changes no bit"


def test_equal_weights_equal_the_plain_score():
    scores = [10, 9, 8, 7, 6, 0, 10]
    assert nps.weighted(scores, [2.5] * 7)[:4] == pytest.approx(nps.score(3, 2, 2)[:4])


@pytest.mark.parametrize(("scores", "weights"), [
    ([], []), ([9, 3], [0, 0]), ([9, 3], [1, -1]), ([9, 3], [1, math.nan]),
    ([11, 3], [1, 1]), ([math.nan], [1])])
def test_unusable_weights_or_scores_are_withheld(scores, weights):
    estimate = nps.weighted(scores, weights)
    assert estimate[:3] == (None, None, None)
    assert estimate.note


def test_a_response_without_weight_is_not_read():
    assert nps.weighted([9, math.nan], [1, 0]).value == 100


def test_unequal_lengths_are_an_error():
    with pytest.raises(ValueError, match="same length"):
        nps.weighted([9, 3], [1])


def test_weights_of_extreme_size_do_not_overflow():
    assert nps.weighted([9, 3, 9], [1e300, 1e300, 1e300]).n == pytest.approx(3)


def test_noise_examples():
    assert nps.noise(0.5, 0.3, 0.2, n=200, move=5) == pytest.approx(0.5431, abs=5e-5)
    assert nps.noise(50, 30, 20, n=200, move=5) == pytest.approx(0.5431, abs=5e-5)
    assert nps.noise(0.5, 0.3, 0.2, n=200, move=5.01) == pytest.approx(0.5015, abs=5e-5)


@pytest.mark.parametrize(("n", "move"), [(1, 100), (2, 50), (3, 34), (4, 75), (4, 200), (4, 201)])
def test_noise_equals_going_through_every_pair_of_months(n, move):
    shares = {1: 0.5, 0: 0.3, -1: 0.2}
    total = 0.0
    for months in itertools.product(shares, repeat=2 * n):
        if abs(sum(months[n:]) - sum(months[:n])) * 100 / n >= move:
            total += math.prod(shares[s] for s in months)
    assert nps.noise(0.5, 0.3, 0.2, n, move) == pytest.approx(total, abs=1e-12)


def test_noise_nears_the_normal_with_half_a_step():
    n, move = 5000, 2.0
    sd = 100 * math.sqrt(2 * (0.7 - 0.09) / n)
    assert nps.noise(0.5, 0.3, 0.2, n, move) == pytest.approx(2 * norm.sf((move - 50 / n) / sd), abs=1e-4)


@given(st.integers(1, 300), st.floats(0, 200), st.floats(0, 200))
def test_noise_falls_as_the_move_grows(n, one, other):
    near, far = sorted((one, other))
    assert 0 <= nps.noise(0.5, 0.3, 0.2, n, far) <= nps.noise(0.5, 0.3, 0.2, n, near) <= 1


def test_a_move_of_a_whole_number_of_steps_includes_that_step():
    # 4.7 points of 1,000 responses are 47 steps, though 4.7 * 10 is a little more in floating point.
    assert nps.noise(0.5, 0.3, 0.2, 1000, 4.7) == nps.noise(0.5, 0.3, 0.2, 1000, 4.65)


def test_noise_edges():
    assert nps.noise(0.5, 0.3, 0.2, 100, 0) == 1
    assert nps.noise(1, 0, 0, 100, 1) == 0
    assert nps.noise(0, 0, 0, 100, 1) is None
    assert nps.noise(0.5, 0.3, 0.2, 0, 1) is None
    assert nps.noise(0.5, math.nan, 0.2, 10, 1) is None


def test_impact_example():
    ivr = nps.impact((96, 54, 50), (76, 40, 24))
    assert ivr.value == pytest.approx(-14.143, abs=5e-4)
    assert ivr.n == 200
    assert ivr.low < ivr.value < ivr.high
    assert nps.impact((96, 54, 50), (84, 42, 14)).value == pytest.approx(-27)


def test_impact_without_anyone_left_or_anyone_mentioning():
    assert nps.impact((5, 5, 5), (0, 0, 0)).value is None
    assert "left" in nps.impact((5, 5, 5), (0, 0, 0)).note
    assert nps.impact((5, 5, 5), (5, 5, 5)).value == 0
    assert nps.impact((5, 5, 5), (6, 5, 5)).value is None
    assert nps.impact((0, 0, 0), (0, 0, 0)).value is None


@given(COUNTS, FILLED)
def test_impact_is_the_share_who_mention_times_with_minus_without(mentioning, without):
    everyone = tuple(a + b for a, b in zip(mentioning, without, strict=True))
    impact = nps.impact(everyone, without)
    if any(mentioning):
        share = sum(mentioning) / sum(everyone)
        expected = share * (nps.score(*mentioning).value - nps.score(*without).value)
        assert impact.value == pytest.approx(expected, abs=1e-6)
        assert -200 <= impact.low <= impact.high <= 200
