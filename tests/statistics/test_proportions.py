"""Shares, their difference and their correction, against the literature and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from pipeline.statistics import proportions

SHARE = st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
VALIDATION = (797, 141, 2535, 534)


@pytest.mark.parametrize(("k", "n", "expected"), [
    (56, 70, (0.8, 0.6918, 0.8770)), (48, 80, (0.6, 0.4905, 0.7004))])
def test_wilson_examples(k, n, expected):
    assert proportions.wilson(k, n)[:3] == pytest.approx(expected, abs=5e-5)


@given(SHARE, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_equals_statsmodels(share, confidence):
    k, n = share
    estimate = proportions.wilson(k, n, confidence)
    expected = proportion_confint(k, n, 1 - confidence, "wilson")
    assert estimate[1:3] == pytest.approx(expected, rel=1e-9, abs=1e-15)
    assert estimate.low <= estimate.value <= estimate.high


@given(SHARE)
def test_the_complement_mirrors_the_interval(share):
    k, n = share
    there, back = proportions.wilson(k, n), proportions.wilson(n - k, n)
    assert (1 - back.value, 1 - back.high, 1 - back.low) == pytest.approx(there[:3], abs=1e-14)


def test_wilson_ends_are_exact():
    assert proportions.wilson(0, 7).low == 0.0
    assert proportions.wilson(7, 7).high == 1.0
    assert proportions.wilson(np.int8(100), np.int8(127)).n == 127


@pytest.mark.parametrize(("k", "n"), [(0, 0), (5, 3), (-1, 3), (math.nan, 3), (1, math.inf), (1, math.nan)])
def test_what_is_no_share_is_withheld(k, n):
    for estimate in (proportions.wilson(k, n), proportions.newcombe(k, n, 1, 2),
                     proportions.rogan_gladen(k, n, *VALIDATION)):
        assert estimate[:3] == (None, None, None)
        assert estimate.note


def test_newcombe_example():
    estimate = proportions.newcombe(56, 70, 48, 80)
    assert estimate[:3] == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert estimate.n == 150


@given(st.tuples(st.integers(0, 50), st.integers(0, 60)))
def test_newcombe_equals_statsmodels(counts):
    k1, k2 = counts
    expected = confint_proportions_2indep(k1, 50, k2, 60, method="newcomb")
    assert proportions.newcombe(k1, 50, k2, 60)[1:3] == pytest.approx(expected, abs=1e-12)


@given(SHARE, SHARE)
def test_newcombe_stays_within_one_and_turns_with_the_order(first, second):
    there, back = proportions.newcombe(*first, *second), proportions.newcombe(*second, *first)
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert (-back.value, -back.high, -back.low) == pytest.approx(there[:3], abs=1e-14)


@pytest.mark.parametrize(("method", "low", "high", "named"), [
    ("lang-reiczigel", 0.1883, 0.2813, "Lang"), ("delta", 0.1874, 0.2803, "delta")])
def test_rogan_gladen_example(method, low, high, named):
    estimate = proportions.rogan_gladen(332, 1000, *VALIDATION, method=method)
    assert estimate[:3] == pytest.approx((0.2338, low, high), abs=5e-5)
    assert named in estimate.note
    assert estimate.n == 1000


def test_lang_reiczigel_is_the_default():
    by_default = proportions.rogan_gladen(332, 1000, *VALIDATION)
    assert by_default == proportions.rogan_gladen(332, 1000, *VALIDATION, method="lang-reiczigel")


def test_a_perfect_tagger_of_many_answers_gives_the_wald_interval():
    estimate = proportions.rogan_gladen(300, 1000, 10**9, 0, 10**9, 0, method="delta")
    assert estimate[:3] == pytest.approx((0.3, *proportion_confint(300, 1000)), abs=1e-9)


@pytest.mark.parametrize("validation", [(0, 0, 10, 5), (10, 5, 0, 0), (5, 5, 5, 5), (1, 9, 1, 9)])
def test_a_validation_that_tells_nothing_withholds(validation):
    estimate = proportions.rogan_gladen(332, 1000, *validation)
    assert estimate[:3] == (None, None, None)
    assert estimate.note


def test_a_thin_validation_whose_smoothed_rates_are_no_better_than_chance_withholds():
    assert proportions.rogan_gladen(30, 100, 50, 950, 10, 0).value is None
    assert proportions.rogan_gladen(30, 100, 50, 950, 10, 0, method="delta").value is not None


def test_an_interval_of_one_point_is_flagged():
    estimate = proportions.rogan_gladen(0, 10_000, 900, 100, 700, 300)
    assert (estimate.value, estimate.low, estimate.high) == (0, 0, 0)
    assert "does not fit" in estimate.note


def test_an_unknown_method_names_the_known_ones():
    with pytest.raises(ValueError, match="lang-reiczigel, delta"):
        proportions.rogan_gladen(1, 2, 3, 4, 5, 6, method="exact")


@given(SHARE, st.tuples(*[st.integers(0, 10**6)] * 4), st.sampled_from(list(proportions.METHODS)))
def test_a_corrected_share_is_a_share_or_withheld(share, validation, method):
    estimate = proportions.rogan_gladen(*share, *validation, method=method)
    if estimate.value is None:
        assert estimate.note
        assert estimate.low is None
        assert estimate.high is None
    else:
        assert 0 <= estimate.value <= 1
        assert 0 <= estimate.low <= estimate.high <= 1
