"""Every engine gives the same results, in order."""

from __future__ import annotations

import pytest

from pipeline.engines import make_engine
from pipeline.errors import InputError


def make_square():
    return square


def square(x: int) -> int:
    return x * x


def make_failing():
    return failing


def failing(x: int) -> int:
    raise InputError("The part is broken", f"part {x}")


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_results_come_in_order(processes: int, count: int) -> None:
    assert list(make_engine("local", processes).map(make_square, range(count))) == [x * x for x in range(count)]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_clear_error_comes_through_from_a_worker(processes: int) -> None:
    with pytest.raises(InputError, match="The part is broken"):
        list(make_engine("local", processes).map(make_failing, range(3)))


def test_parts_are_drawn_as_they_are_needed() -> None:
    drawn = []

    def parts():
        for x in range(100):
            drawn.append(x)
            yield x

    next(make_engine("local", 1).map(make_square, parts()))
    assert len(drawn) <= 2
