"""Numbers read as people say them."""

from __future__ import annotations

import pytest

from pipeline.report import words


@pytest.mark.parametrize(
    ("value", "said"), [(21.4, "21"), (-0.4, "0"), (-13.6, "−14"), (None, "–")]
)
def test_points(value: float | None, said: str) -> None:
    assert words.points(value) == said


@pytest.mark.parametrize(("value", "said"), [(0.0, "0 %"), (0.034, "3.4 %"), (0.34, "34 %"), (1.0, "100 %")])
def test_shares(value: float, said: str) -> None:
    assert words.share(value) == said


@pytest.mark.parametrize(("name", "said"), [("2026-04", "April 2026"), ("2026-Q2", "Q2 2026"), ("2026", "2026"), ("all", "all answers")])
def test_periods(name: str, said: str) -> None:
    assert words.period(name) == said
