"""Mix and rate, against the reference and by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.decomposition import mix_rate

PERIOD = st.dictionaries(st.sampled_from("ABCDE"), st.tuples(st.integers(0, 10**6), st.floats(-100, 100)))


def test_both_segments_rise_and_the_total_falls():
    change = mix_rate({"A": (300, 40), "B": (100, -20)}, {"A": (100, 45), "B": (300, -15)})
    assert (change.total, change.mix, change.rate) == pytest.approx((-25, -30, 5), abs=1e-12)
    a, b = change.segments["A"], change.segments["B"]
    assert (a.mix, a.mix_centred, a.rate) == pytest.approx((-21.25, -15, 2.5), abs=1e-12)
    assert (b.mix, b.mix_centred, b.rate) == pytest.approx((-8.75, -15, 2.5), abs=1e-12)


def test_unequal_rates_need_midpoint_weights():
    # Shares .75/.25 to .5/.5; A 40 to 60, B 0 to -10.
    # Mix: -.25 * 50 + .25 * -5; rate: 20 * .625 - 10 * .375.
    change = mix_rate({"A": (75, 40), "B": (25, 0)}, {"A": (50, 60), "B": (50, -10)})
    assert (change.total, change.mix, change.rate) == pytest.approx((-5, -13.75, 8.75), abs=1e-12)


def test_a_new_segment_is_all_mix():
    change = mix_rate({"A": (100, 20)}, {"A": (100, 20), "B": (100, -40)})
    assert (change.total, change.mix, change.rate) == pytest.approx((-30, -30, 0), abs=1e-12)
    assert change.segments["B"].rate == 0
    gone = mix_rate({"A": (100, 20), "B": (100, -40)}, {"A": (100, 20), "B": (0, None)})
    assert (gone.total, gone.mix, gone.rate) == pytest.approx((30, 30, 0), abs=1e-12)


def test_a_weak_segment_that_grows_has_a_negative_centred_mix():
    change = mix_rate({"A": (90, 60), "B": (10, 20)}, {"A": (50, 60), "B": (50, 20)})
    assert change.segments["B"].mix > 0 > change.segments["B"].mix_centred


@given(PERIOD, PERIOD)
def test_parts_sum_to_the_change(before, after):
    change = mix_rate(before, after)
    if change.total is None:
        assert change.note
        assert not change.segments
        return
    assert change.mix + change.rate == pytest.approx(change.total, abs=1e-9)
    assert math.fsum(s.mix_centred for s in change.segments.values()) == pytest.approx(change.mix, abs=1e-9)
    back = mix_rate(after, before)
    assert (back.mix, back.rate) == pytest.approx((-change.mix, -change.rate), abs=1e-9)


@pytest.mark.parametrize(("before", "after"), [
    ({}, {"A": (1, 1)}), ({"A": (1, 1)}, {}), ({}, {}), ({"A": (0, 0)}, {"A": (1, 1)}),
    ({"A": (1, math.nan)}, {"A": (1, 1)}), ({"A": (1, None)}, {"A": (1, 1)}),
    ({"A": (-1, 1)}, {"A": (1, 1)})])
def test_what_cannot_be_compared_is_withheld(before, after):
    change = mix_rate(before, after)
    assert (change.total, change.mix, change.rate) == (None, None, None)
    assert change.note
