"""Improvements are counted by people and ordered by what goes with detractors."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.codebook import load_codebook
from pipeline.config import RankSettings
from pipeline.rank import enough_people, rank

BASE = pd.DataFrame({"period": ["2026-05", "2026-06"], "people": [400, 400], "scored": [400, 400], "detractors": [100, 100]})


def voices(rows: list[tuple[str, str, float]], period: str = "2026-06") -> pd.DataFrame:
    return pd.DataFrame(
        [(i, "friction", i.split(".")[0], person, person, f"{person}/0", period, detractor) for i, person, detractor in rows],
        columns=["improvement", "kind", "theme", "respondent_id", "response_id", "answer_id", "period", "detractor"],
    )


@pytest.fixture(scope="module")
def codebook():
    return load_codebook()


def test_a_person_counts_once_however_often_they_say_it(codebook) -> None:
    said = voices([("delivery.late", "a", 1.0)] * 5 + [("delivery.late", "b", 1.0)])
    assert rank(said, BASE, "2026-06", codebook, RankSettings(), "en")["respondents"].tolist() == [2]


def test_what_goes_with_detractors_comes_before_what_more_people_say(codebook) -> None:
    said = voices([("delivery.late", f"d{i}", 1.0) for i in range(10)] + [("premises.parking", f"p{i}", 0.0) for i in range(20)])
    assert rank(said, BASE, "2026-06", codebook, RankSettings(), "en")["improvement"].tolist() == ["delivery.late", "premises.parking"]


def test_the_order_of_the_rows_changes_nothing(codebook) -> None:
    said = voices([(f, f"{f}{i}", float(i % 2)) for f in ("delivery.late", "premises.parking", "premises.dirty") for i in range(6)])
    straight, shuffled = (rank(v, BASE, "2026-06", codebook, RankSettings(), "en") for v in (said, said.sample(frac=1, random_state=1)))
    pd.testing.assert_frame_equal(straight, shuffled)


@pytest.mark.parametrize(("commenters", "line"), [(100, 5), (1_000, 20), (5_000, 100), (50_000, 100)])
def test_the_hundred_people_rule_scales_with_the_commenters(commenters: int, line: int) -> None:
    assert enough_people(commenters, RankSettings()) == line


def test_what_too_few_name_comes_after_what_enough_do(codebook) -> None:
    said = voices([("delivery.late", f"d{i}", 1.0) for i in range(3)] + [("premises.parking", f"p{i}", 0.0) for i in range(9)])
    assert rank(said, BASE, "2026-06", codebook, RankSettings(), "en")["improvement"].tolist() == ["premises.parking", "delivery.late"]
