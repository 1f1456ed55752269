"""No withheld small count can be computed back: an outsider with linear programming tries."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from pipeline.statistics.disclosure import suppress

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))
SHAPES = st.tuples(st.integers(2, 6), st.integers(2, 6))
TABLES = SHAPES.flatmap(lambda shape: arrays(int, shape, elements=COUNTS))


def possible_values(table: np.ndarray, mask: np.ndarray, cell: tuple[int, ...]) -> tuple[float, float]:
    """The smallest and largest value of a withheld cell that agree with everything published."""
    places = list(zip(*np.nonzero(mask), strict=True))
    totals, sums = [], []
    for axis in range(table.ndim):
        # The one total of a vector; the totals of each row and each column of a matrix.
        for line in range(table.shape[axis]) if table.ndim == 2 else [None]:
            inside = [line is None or place[axis] == line for place in places]
            totals.append([float(i) for i in inside])
            sums.append(sum(table[place] for place, i in zip(places, inside, strict=True) if i))
    aim = np.array([float(place == cell) for place in places])
    ends = [linprog(sign * aim, A_eq=np.array(totals), b_eq=np.array(sums, float), bounds=(0, None))
            for sign in (1, -1)]
    return ends[0].fun, -ends[1].fun


def can_be_protected(table: np.ndarray, cell: tuple[int, ...]) -> bool:
    """Whether it would be safe if every cell were withheld and only totals shown."""
    low, high = possible_values(table, np.ones(table.shape, dtype=bool), cell)
    return high - low >= 1 - 1e-7


@settings(max_examples=60, deadline=None)
@given(TABLES, st.integers(2, 6))
def test_an_outsider_with_all_totals_cannot_tell_a_small_count(table, threshold):
    mask = suppress(table, threshold)
    small = (table > 0) & (table < threshold)
    assert mask.dtype == bool
    assert mask.shape == table.shape
    assert mask[small].all()
    if not small.any():
        assert not mask.any()
        return
    assert (mask.sum(axis=0) != 1).all()
    assert (mask.sum(axis=1) != 1).all()
    for cell in zip(*np.nonzero(small), strict=True):
        low, high = possible_values(table, mask, cell)
        assert high - low >= 1 - 1e-7 or (mask.all() and not can_be_protected(table, cell))


@settings(max_examples=60, deadline=None)
@given(arrays(int, st.integers(2, 12), elements=COUNTS), st.integers(2, 6))
def test_nor_in_a_vector_with_its_total(table, threshold):
    mask = suppress(table, threshold)
    small = (table > 0) & (table < threshold)
    for cell in zip(*np.nonzero(small), strict=True):
        low, high = possible_values(table, mask, cell)
        assert high - low >= 1 - 1e-7
    assert mask.sum() == (0 if not small.any() else max(2, small.sum()))


@given(TABLES, st.integers(2, 6))
def test_the_choice_is_the_same_every_time(table, threshold):
    assert (suppress(table, threshold) == suppress(table.copy(), threshold)).all()


def test_three_more_cells_protect_one_and_they_are_the_smallest():
    table = np.array([[3, 20, 90], [25, 30, 95], [99, 98, 97]])
    assert suppress(table, 5).tolist() == [[True, True, False], [True, True, False], [False, False, False]]


def test_small_cells_that_protect_each_other_cost_no_more():
    table = np.array([[1, 2, 50], [3, 4, 50], [50, 50, 50]])
    assert suppress(table, 5).sum() == 4


def test_zeros_are_left_published_where_counts_can_protect():
    table = np.array([[3, 0, 40], [0, 0, 9], [50, 8, 60]])
    mask = suppress(table, 5)
    assert not mask[table == 0].any()


def test_a_vector_withholds_its_smallest_other_count():
    assert suppress(np.array([9, 2, 7, 0]), 5).tolist() == [False, True, True, False]
    assert suppress(np.array([[9, 2, 7, 0]]), 5).tolist() == [[False, True, True, False]]
    assert suppress(np.array([[9], [2], [7]]), 5).tolist() == [[False], [True], [True]]
    assert suppress(np.array([2, 0]), 5).tolist() == [True, True]


def test_a_group_that_its_totals_give_away_withholds_everything():
    assert suppress(np.array([[1, 5], [0, 0]]), 5).all()
    assert suppress(np.array([2]), 5).all()


@pytest.mark.parametrize("threshold", [0, 1])
def test_without_a_threshold_nothing_is_small(threshold):
    assert not suppress(np.array([[1, 0], [2, 3]]), threshold).any()


def test_a_count_that_cannot_be_judged_withholds_everything():
    assert suppress(np.array([[50.0, math.nan], [60, 70]]), 5).all()
    assert suppress(np.array([-1, 60]), 5).all()


def test_empty_tables_and_huge_counts():
    assert suppress(np.zeros((0, 3)), 5).shape == (0, 3)
    assert suppress(np.array([]), 5).shape == (0,)
    assert suppress(np.array([[10**9, 2], [10**9, 10**9]]), 5).sum() == 4


@pytest.mark.parametrize("table", [np.zeros((2, 2, 2)), np.array(3), np.array([0.5, 2])])
def test_what_is_no_table_of_counts_is_an_error(table):
    with pytest.raises(ValueError, match="table"):
        suppress(table, 5)
