"""False discovery rate, against Benjamini & Hochberg (1995) and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from pipeline.statistics.multiplicity import benjamini_hochberg

EXAMPLE = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590,
           1.000]
ADJUSTED = [.0015, .0030, .0095, .035625, .0603, .063857, .063857, .0645, .0765, .4860, .581182, .714875,
            .753231, .813214, 1]
P = st.lists(st.floats(0, 1), max_size=40)


def test_the_example_of_1995():
    adjusted = benjamini_hochberg(EXAMPLE)
    assert adjusted == pytest.approx(ADJUSTED, abs=5e-7)
    assert (adjusted <= 0.05).sum() == 4


@given(P.filter(bool))
def test_equals_scipy(p):
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p), abs=1e-15)


@given(P, st.randoms(use_true_random=False))
def test_the_order_is_kept(p, random):
    places = list(range(len(p)))
    random.shuffle(places)
    shuffled = benjamini_hochberg([p[i] for i in places])
    assert list(shuffled) == [benjamini_hochberg(p)[i] for i in places]


def test_a_missing_p_stays_missing_and_does_not_count():
    adjusted = benjamini_hochberg([0.01, math.nan, 0.04, None])
    assert np.isnan(adjusted[[1, 3]]).all()
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.04])


def test_ties_get_one_value():
    assert len(set(benjamini_hochberg([0.02, 0.02, 0.02, 0.9])[:3])) == 1


def test_nothing_in_nothing_out():
    assert benjamini_hochberg([]).shape == (0,)
    assert np.isnan(benjamini_hochberg([math.nan])).all()


@pytest.mark.parametrize("p", [[-0.1], [1.1], [math.inf]])
def test_what_is_no_p_is_an_error(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg(p)
