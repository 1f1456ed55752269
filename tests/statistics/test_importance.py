"""Shares of R squared, against R's relaimpo on `swiss`, brute force over orderings, and plain regression."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.importance import johnson, shapley

# R's datasets::swiss, 47 provinces, covariance with n - 1 below: Fertility, then the five predictors.
SWISS = np.array([
    [156.04249768732657, 100.1691489361702, -64.36692876965773, -79.72950971322848,
     241.56320305272888, 15.156193339500463],
    [100.1691489361702, 515.7994172062905, -124.3928307123034, -139.65740055504162,
     379.90437557816847, -4.025851063829783],
    [-64.36692876965773, -124.3928307123034, 63.64662349676224, 53.57585568917668,
     -190.56061054579087, -2.6495374653098986],
    [-79.72950971322848, -139.65740055504162, 53.57585568917668, 92.45605920444032,
     -61.69882978723405, -2.7816836262719695],
    [241.56320305272888, 379.90437557816847, -190.56061054579087, -61.69882978723405,
     1739.29453718779, 21.31811609620722],
    [15.156193339500463, -4.025851063829783, -2.6495374653098986, -2.7816836262719695,
     21.31811609620722, 8.483802035152634]])


def r_squared(covariance: np.ndarray, chosen: tuple[int, ...]) -> float:
    columns = list(chosen)
    if not columns:
        return 0.0
    inner = np.linalg.pinv(covariance[np.ix_(columns, columns)])
    return float(covariance[0, columns] @ inner @ covariance[columns, 0] / covariance[0, 0])


def covariances(predictors: st.SearchStrategy[int]) -> st.SearchStrategy[np.ndarray]:
    def build(args: tuple[int, int]) -> np.ndarray:
        p, seed = args
        rng = np.random.default_rng(seed)
        return np.cov(rng.normal(size=(p + 1, p + 1)) @ rng.normal(size=(p + 1, 60)))
    return st.tuples(predictors, st.integers(0, 10**6)).map(build)


def test_shapley_on_swiss():
    expected = [.05709122, .17117303, .26013468, .10557015, .11276592]
    assert shapley(SWISS) == pytest.approx(expected, abs=1e-8)
    assert shapley(SWISS).sum() == pytest.approx(.7067350016, abs=1e-9)


def test_johnson_on_swiss():
    assert johnson(SWISS) == pytest.approx([.04841690, .15470825, .27196410, .11468003, .11696572], abs=1e-8)
    assert johnson(SWISS).sum() == pytest.approx(.7067350016, abs=1e-9)


@given(covariances(st.integers(1, 5)))
def test_shapley_is_the_mean_rise_over_all_orderings(covariance):
    p = len(covariance) - 1
    rises = np.zeros(p)
    for ordering in itertools.permutations(range(1, p + 1)):
        for place, j in enumerate(ordering):
            rises[j - 1] += r_squared(covariance, ordering[:place + 1])
            rises[j - 1] -= r_squared(covariance, ordering[:place])
    assert shapley(covariance) == pytest.approx(rises / math.factorial(p), abs=1e-7)


@given(covariances(st.integers(1, 8)), st.lists(st.floats(0.01, 1000), min_size=9, max_size=9))
def test_weights_sum_to_r_squared_whatever_the_units(covariance, units):
    full = r_squared(covariance, tuple(range(1, len(covariance))))
    units = np.array(units[:len(covariance)])
    for method in (shapley, johnson):
        weights = method(covariance)
        assert weights.sum() == pytest.approx(full, abs=1e-6)
        assert (weights >= -1e-9).all()
        assert method(covariance * units[:, None] * units) == pytest.approx(weights, abs=1e-6)


@pytest.mark.parametrize("method", [shapley, johnson])
def test_uncorrelated_predictors_get_their_own_r_squared(method):
    covariance = np.diag([4.0, 1, 9])
    covariance[0, 1:] = covariance[1:, 0] = 1.0, 3.0
    assert method(covariance) == pytest.approx([1 / 4, 9 / 36])


@pytest.mark.parametrize("method", [shapley, johnson])
def test_identical_predictors_share_equally(method):
    twice = [0, 1, 2, 2]
    covariance = SWISS[np.ix_(twice, twice)]
    weights = method(covariance)
    assert weights[1] == pytest.approx(weights[2], abs=1e-12)
    assert weights.sum() == pytest.approx(r_squared(SWISS, (1, 2)), abs=1e-9)


@pytest.mark.parametrize("method", [shapley, johnson])
def test_a_constant_predictor_gets_nothing(method):
    covariance = SWISS.copy()
    covariance[3], covariance[:, 3] = 0, 0
    assert method(covariance)[2] == 0
    assert method(covariance).sum() == pytest.approx(r_squared(SWISS, (1, 2, 4, 5)), abs=1e-9)


@pytest.mark.parametrize("method", [shapley, johnson])
def test_a_constant_outcome_or_a_missing_number_withholds_all(method):
    constant = np.diag([0.0, 1, 1])
    assert list(method(constant)) == [None, None]
    assert list(method(np.array([[1, math.nan], [math.nan, 1]]))) == [None]
    impossible = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    assert list(method(impossible)) == [None, None]
    assert len(method(np.ones((1, 1)))) == 0


@pytest.mark.parametrize("method", [shapley, johnson])
@pytest.mark.parametrize("matrix", [
    np.ones((2, 3)), np.array([[1, 0.5], [0, 1]]), np.ones(3), np.ones((0, 0))])
def test_a_matrix_of_the_wrong_form_is_an_error(method, matrix):
    with pytest.raises(ValueError, match="must be"):
        method(matrix)


def test_too_many_predictors_for_subsets_point_to_johnson():
    many = np.eye(22) + 0.1
    with pytest.raises(ValueError, match="johnson"):
        shapley(many)
    assert len(johnson(many)) == 21
