"""Odds ratios, Firth's penalty and risk differences, against statsmodels and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize
from scipy.special import expit
from scipy.stats import chi2

from pipeline.statistics import logistic

# 200 responses: WAIT, IVR | detractors, others.
CELLS = [(1, 1, 24, 16), (1, 0, 12, 8), (0, 1, 2, 18), (0, 0, 12, 108)]
X = np.array([cell[:2] for cell in CELLS for _ in range(2)])
Y = np.array([1, 0] * 4)
N = np.array([count for cell in CELLS for count in cell[2:]])
# 12 of 50 detractors and none of 150 others mention it.
LONE_X, LONE_Y, LONE_N = np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0]), np.array([12, 0, 38, 150])
ARRAYS = ("coefficients", "standard_errors", "low", "high", "p")


def assert_never_a_lie(fit: logistic.Fit) -> None:
    """Each entry is a finite number, or None with a note."""
    for name in ARRAYS:
        for value, note in zip(getattr(fit, name), fit.notes, strict=True):
            assert (value is None and (note or fit.method == "Firth")) or math.isfinite(value)
    assert all(value is not None or note for value, note in zip(fit.coefficients, fit.notes, strict=True))
    assert np.isfinite(fit.solution).all()
    assert np.isfinite(fit.covariance).all()


def random_data(seed: int, rows: int, columns: int, share: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = (rng.random((rows, columns)) < share).astype(float)
    return X, (rng.random(rows) < expit(-0.5 + X @ np.linspace(1, -1, columns))).astype(float)


def test_reference_example():
    fit = logistic.fit(X, Y, N)
    assert fit.coefficients == pytest.approx([math.log(1 / 9), math.log(13.5), 0], abs=1e-9)
    assert fit.standard_errors == pytest.approx([.289254, .454599, .459177], abs=5e-7)
    assert np.exp(fit.low[1:]) == pytest.approx([5.538, .407], abs=5e-4)
    assert np.exp(fit.high[1:]) == pytest.approx([32.907, 2.460], abs=5e-4)
    assert fit.p[2] == pytest.approx(1)
    assert fit.n == 200
    assert fit.notes == ("", "", "")


def test_ivr_alone():
    fit = logistic.fit(X[:, 1], Y, N)
    odds = np.exp([fit.coefficients[1], fit.low[1], fit.high[1]])
    assert odds == pytest.approx([3.6961, 1.884, 7.250], abs=5e-4)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_equals_statsmodels(seed, columns):
    X, y = random_data(seed, 400, columns)
    ours, theirs = logistic.fit(X, y), sm.Logit(y, sm.add_constant(X)).fit(disp=0, tol=1e-12, maxiter=100)
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-7)
    assert ours.standard_errors == pytest.approx(theirs.bse, abs=1e-7)
    assert np.column_stack([ours.low, ours.high]) == pytest.approx(theirs.conf_int(), abs=1e-7)
    assert ours.p == pytest.approx(theirs.pvalues, abs=1e-7)
    # statsmodels fits the model without themes by iteration and stops early; its likelihood has a closed form.
    share = y.mean()
    without = len(y) * (share * np.log(share) + (1 - share) * np.log(1 - share))
    assert ours.model_p == pytest.approx(chi2.sf(2 * (theirs.llf - without), columns), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([logistic.fit, logistic.firth]))
def test_grouped_rowwise_and_shuffled_give_the_same_bits(seed, method):
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 9, len(N))
    counts[:2] += 1
    rowwise = np.repeat(np.arange(len(N)), counts)
    grouped, rows = method(X, Y, counts), method(X[rowwise], Y[rowwise])
    order = rng.permutation(rowwise)
    shuffled = method(X[order], Y[order])
    for name in ARRAYS:
        assert list(getattr(grouped, name)) == list(getattr(rows, name)) == list(getattr(shuffled, name))
    assert_never_a_lie(grouped)


@given(st.integers(2, 10**7))
def test_more_of_the_same_keeps_the_odds_and_narrows_the_error(times):
    once, often = logistic.fit(X, Y, N), logistic.fit(X, Y, N * times)
    assert often.coefficients == pytest.approx(once.coefficients, abs=1e-8)
    assert often.standard_errors * math.sqrt(times) == pytest.approx(once.standard_errors, rel=1e-8)


def test_the_other_outcome_turns_the_signs():
    there, back = logistic.fit(X, Y, N), logistic.fit(X, 1 - Y, N)
    assert back.coefficients == pytest.approx(-there.coefficients, abs=1e-9)


def test_columns_of_any_size_are_fitted():
    rng = np.random.default_rng(3)
    x = rng.normal(2020, 3, 500)
    y = (rng.random(500) < expit((x - 2020) / 3)).astype(float)
    small, large = logistic.fit(x - 2020, y), logistic.fit(x * 1e9, y)
    assert large.coefficients[1] * 1e9 == pytest.approx(small.coefficients[1], rel=1e-5)


def test_separation_withholds_the_column_and_names_firth():
    fit = logistic.fit(LONE_X, LONE_Y, LONE_N)
    assert fit.coefficients[1] is None
    assert "Firth" in fit.notes[1]
    # What is left is what the estimate tends to: those who do not mention it.
    assert fit.coefficients[0] == pytest.approx(math.log(38 / 150))
    assert fit.notes[0] == ""
    assert [e.value for e in logistic.risk_differences(fit, LONE_X, LONE_N)] == [None]
    assert_never_a_lie(fit)


def test_separation_by_a_combination_of_columns_is_found():
    # Neither column alone separates; their sum does, but for the patterns in the middle.
    X = np.array([[0, 0], [1, 0], [0, 1], [1, 1], [1, 0], [0, 1]])
    y = np.array([0, 0, 0, 1, 1, 1])
    quasi = logistic.fit(X, y)
    assert quasi.coefficients[1] is None
    assert quasi.coefficients[2] is None
    whole = logistic.fit(X[:4], y[:4])
    assert list(whole.coefficients) == [None] * 3
    assert "Firth" in whole.notes[0]


def test_a_separated_column_leaves_the_others_as_they_tend_to_be():
    X, y = random_data(5, 300, 2)
    rare = np.zeros(300)
    rare[np.flatnonzero(y)[:4]] = 1
    fit = logistic.fit(np.column_stack([X, rare]), y)
    rest = logistic.fit(X[rare == 0], y[rare == 0])
    assert list(fit.coefficients[:3]) == pytest.approx(list(rest.coefficients), abs=1e-10)
    assert fit.coefficients[3] is None
    design = sm.add_constant(np.column_stack([X, rare]))
    noisy = sm.GLM(y, design, family=sm.families.Binomial()).fit(maxiter=60)
    assert list(fit.coefficients[:3]) == pytest.approx(list(noisy.params[:3]), abs=1e-5)


def test_a_large_but_finite_effect_is_not_called_separation():
    fit = logistic.fit(LONE_X, LONE_Y, [10**9, 1, 1, 10**9])
    assert fit.coefficients[1] == pytest.approx(2 * math.log(10**9))


@pytest.mark.parametrize("method", [logistic.fit, logistic.firth])
def test_columns_always_together_are_withheld_and_the_rest_stays(method):
    fit = method(np.column_stack([X, X[:, 1]]), Y, N)
    assert fit.coefficients[2] is None
    assert fit.coefficients[3] is None
    assert "together" in fit.notes[2]
    full = method(X, Y, N)
    assert list(fit.coefficients[:2]) == pytest.approx(list(full.coefficients[:2]), abs=1e-7)
    assert list(fit.low[:2]) == pytest.approx(list(full.low[:2]), abs=1e-6)
    assert_never_a_lie(fit)


@pytest.mark.parametrize("method", [logistic.fit, logistic.firth])
@pytest.mark.parametrize("level", [0, 1])
def test_a_column_that_never_varies_is_withheld(method, level):
    fit = method(np.column_stack([X, np.full(8, level)]), Y, N)
    assert fit.coefficients[3] is None
    assert "never varies" in fit.notes[3]
    assert list(fit.coefficients[1:3]) == pytest.approx(list(method(X, Y, N).coefficients[1:]), abs=1e-7)
    differences = logistic.risk_differences(fit, np.column_stack([X, np.full(8, level)]), N)
    assert differences[2].value is None
    assert differences[2].note
    without = logistic.risk_differences(method(X, Y, N), X, N)
    assert differences[0].value == pytest.approx(without[0].value, abs=1e-7)


@pytest.mark.parametrize("method", [logistic.fit, logistic.firth])
@pytest.mark.parametrize(("x", "y", "weights"), [
    (np.zeros((0, 2)), [], None), ([[1], [0]], [1, 0], [0, 0]), ([[1], [0]], [1, 0], [1, -1]),
    ([[math.nan], [0]], [1, 0], None), ([[1], [0]], [1, 2], None), ([[1], [0]], [1, math.nan], None),
    ([[1], [0]], [1, 0], [1, math.inf])])
def test_data_that_cannot_be_fitted_is_withheld(method, x, y, weights):
    fit = method(np.array(x), y, weights)
    assert all(value is None for value in fit.coefficients)
    assert all(fit.notes)
    assert all(estimate.value is None for estimate in logistic.risk_differences(fit, x, weights))


def test_an_outcome_that_never_varies_is_withheld():
    fit = logistic.fit(X, np.ones(8), N)
    assert set(fit.notes) == {"The outcome never varies."}
    assert list(fit.coefficients) == [None] * 3


@pytest.mark.parametrize("method", [logistic.fit, logistic.firth])
@pytest.mark.parametrize(("x", "y", "weights"), [
    ([[1], [0]], [1], None), ([[1], [0]], [1, 0], [1]), (np.zeros((2, 2, 2)), [1, 0], None)])
def test_lengths_that_do_not_match_are_an_error(method, x, y, weights):
    with pytest.raises(ValueError, match="X "):
        method(x, y, weights)


def test_firth_example():
    fit = logistic.firth(LONE_X, LONE_Y, LONE_N)
    assert fit.coefficients[1] == pytest.approx(4.582181, abs=5e-7)
    assert math.exp(fit.coefficients[1]) == pytest.approx(12.5 * 150.5 / (38.5 * 0.5), rel=1e-7)
    assert (fit.low[1], fit.high[1]) == pytest.approx((2.51657, 9.44338), abs=5e-6)
    assert math.exp(fit.low[1]) == pytest.approx(12.386, abs=5e-4)
    assert math.exp(fit.high[1]) == pytest.approx(12624, abs=0.5)
    assert fit.p[1] == pytest.approx(9.4e-9, abs=5e-11)
    assert list(fit.standard_errors) == [None, None]
    assert fit.method == "Firth"


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 2000)] * 4).filter(lambda c: c[0] + c[1] > 0 and c[2] + c[3] > 0))
def test_firth_of_one_column_adds_a_half_to_each_cell(counts):
    a, b, c, d = (count + 0.5 for count in counts)
    fit = logistic.firth(LONE_X, LONE_Y, counts)
    assert fit.coefficients == pytest.approx([math.log(c / d), math.log(a * d / (b * c))], abs=1e-7)
    assert fit.low[1] < fit.coefficients[1] < fit.high[1]
    swapped = logistic.firth(LONE_Y, LONE_X, counts)
    if counts[0] + counts[2] and counts[1] + counts[3]:
        assert (swapped.low[1], swapped.high[1]) == pytest.approx((fit.low[1], fit.high[1]), abs=1e-5)
    assert_never_a_lie(fit)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_firth_equals_a_general_optimiser(seed):
    X, y = random_data(seed, 40, 2)
    D = sm.add_constant(X, has_constant="add")
    if np.linalg.matrix_rank(D) < 3:
        return

    def fall(b: np.ndarray) -> float:
        linear = D @ b
        information = (D.T * (expit(linear) * expit(-linear))) @ D
        return float(np.logaddexp(0, linear).sum() - y @ linear - np.linalg.slogdet(information)[1] / 2)

    def profile(value: float) -> float:
        held = minimize(lambda free: fall(np.r_[free[0], value, free[1]]), np.zeros(2), method="BFGS",
                        options={"gtol": 1e-9})
        return 2 * (held.fun - best.fun)

    best = minimize(fall, np.zeros(3), method="BFGS", options={"gtol": 1e-9})
    fit = logistic.firth(X, y)
    assert fit.coefficients == pytest.approx(best.x, abs=1e-4)
    for limit in (fit.low[1], fit.high[1]):
        assert profile(limit) == pytest.approx(3.841459, abs=1e-3)
    assert brentq(lambda v: profile(v) - 3.841459, fit.coefficients[1], fit.high[1] + 5) == pytest.approx(
        fit.high[1], abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 80), st.integers(1, 6), st.floats(0.01, 0.5))
def test_small_and_rare_data_never_crash_or_lie(seed, rows, columns, share):
    X, y = random_data(seed, rows, columns, share)
    for method in (logistic.fit, logistic.firth):
        fit = method(X, y)
        assert_never_a_lie(fit)
        for estimate in logistic.risk_differences(fit, X):
            assert (estimate.value is None and estimate.note) or -1 <= estimate.low <= estimate.high <= 1


def test_risk_difference_example():
    wait, ivr = logistic.risk_differences(logistic.fit(X, Y, N), X, N)
    assert wait[:3] == pytest.approx((0.5, 0.3379, 0.6621), abs=5e-5)
    assert ivr.value == pytest.approx(0, abs=1e-9)
    z = 1.959963984540054
    errors = [(estimate.high - estimate.low) / 2 / z for estimate in (wait, ivr)]
    assert errors == pytest.approx([.0827, .0620], abs=5e-5)
    assert wait.n == 200


def test_risk_difference_is_the_mean_over_all_responses():
    X, y = random_data(11, 500, 3)
    fit = logistic.fit(X, y)
    with_it, without = X.copy(), X.copy()
    with_it[:, 1], without[:, 1] = 1, 0
    b = fit.coefficients
    expected = np.mean(expit(b[0] + with_it @ b[1:]) - expit(b[0] + without @ b[1:]))
    assert logistic.risk_differences(fit, X)[1].value == pytest.approx(expected, abs=1e-12)


def test_risk_difference_of_one_column_is_the_difference_of_the_two_shares():
    fit = logistic.fit(LONE_X, LONE_Y, [12, 8, 38, 150])
    [estimate] = logistic.risk_differences(fit, LONE_X, [12, 8, 38, 150])
    error = math.sqrt(0.6 * 0.4 / 20 + 38 * 150 / 188**3)
    assert estimate.value == pytest.approx(12 / 20 - 38 / 188)
    assert (estimate.high - estimate.low) / 2 == pytest.approx(1.959963985 * error, rel=1e-8)


def test_risk_differences_of_a_separated_theme_come_from_firth():
    [estimate] = logistic.risk_differences(logistic.firth(LONE_X, LONE_Y, LONE_N), LONE_X, LONE_N)
    assert estimate.value == pytest.approx(12.5 / 13 - 38.5 / 189, abs=1e-7)
    assert estimate.high <= 1


def test_risk_differences_need_the_columns_of_the_fit():
    with pytest.raises(ValueError, match="columns"):
        logistic.risk_differences(logistic.fit(X, Y, N), X[:, :1], N)
