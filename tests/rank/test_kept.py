"""The product owner's list and the ids of an earlier run are read, and never written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.codebook import load_codebook
from pipeline.config import RankSettings
from pipeline.errors import ConfigError
from pipeline.rank import rank
from pipeline.rank.kept import earlier_run, read_kept

BASE = pd.DataFrame({"period": ["2026-06"], "people": [400], "scored": [400], "detractors": [100]})


def voices(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    made = [(i, "friction", i.split(".")[0], person, "2026-06", detractor) for i, person, detractor in rows]
    return pd.DataFrame(made, columns=["improvement", "kind", "theme", "respondent_id", "period", "detractor"])


def test_status_effort_and_note_stand_beside_the_improvement(tmp_path: Path) -> None:
    path = tmp_path / "improvements.csv"
    path.write_text("id;status;effort;note\ndelivery.late;Planned;small;in the spring\n", encoding="utf-8")
    said = voices([("delivery.late", "a", 1.0)])
    row = rank(said, BASE, "2026-06", load_codebook(), RankSettings(), "en", kept=read_kept(path)).iloc[0]
    assert (row["status"], row["effort"], row["note"]) == ("planned", "small", "in the spring")


@pytest.mark.parametrize(
    ("content", "words"),
    [("name,status\nx,idea\n", "no column 'id'"), ("id,status\nx,idea\nx,idea\n", "twice"), ("id,status\nx,shiped\n", "shipped")],
)
def test_a_faulty_list_is_explained(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "improvements.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        read_kept(path)


def test_the_earlier_run_is_the_last_one_of_the_survey_before_the_period(tmp_path: Path) -> None:
    for name, survey, period in (("a", "S", "2026-04"), ("b", "S", "2026-05"), ("c", "other", "2026-05"), ("d", "S", "2026-06")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "wishes.csv").touch()
        (tmp_path / name / "run.json").write_text(json.dumps({"survey": survey, "period": period}), encoding="utf-8")
    assert earlier_run(tmp_path, "S", "2026-06") == tmp_path / "b"
    assert earlier_run(tmp_path, "S", "2026-04") is None


def test_a_rank_lies_in_its_range_and_few_people_make_it_wide() -> None:
    said = voices(
        [("delivery.late", f"d{i}", 1.0) for i in range(60)] + [("premises.dirty", f"p{i}", 1.0) for i in range(7)]
        + [("premises.parking", f"q{i}", 1.0) for i in range(6)]
    )  # fmt: skip
    table = rank(said, BASE, "2026-06", load_codebook(), RankSettings(), "en").set_index("improvement")
    assert ((table["rank_low"] <= table["rank"]) & (table["rank"] <= table["rank_high"])).all()
    assert table.loc["delivery.late", ["rank_low", "rank_high"]].tolist() == [1, 1]
    assert table.loc["premises.dirty", ["rank_low", "rank_high"]].tolist() == [2, 3]
