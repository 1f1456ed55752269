"""A run keeps the ids of the run on the month before, and says which run that was."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.config import load_config
from pipeline.flow import run

CONFIG = """
[survey]
name = "Small"
[[survey.sources]]
path = "export.csv"
[survey.columns]
at = "date"
market = "country"
[[survey.scores]]
name = "nps"
column = "score"
[[survey.questions]]
column = "better"
kind = "improve"
"""
MAY = ["Shorter phone queues", "Please answer the phone sooner", "More parking spaces", "You need more parking"]
JUNE = ["You should answer the phone faster", "Shorter waiting on the phone please", "Bigger car park with more parking", "More parking please"]


def run_month(folder: Path, month: str, wishes: list[str], *changes: str) -> pd.DataFrame:
    rows = [f"{month}-1{i % 9},GB,{3 + i % 7},{wish}" for i, wish in enumerate(wishes * 3)]
    (folder / "export.csv").write_text("\n".join(["date,country,score,better", *rows]), encoding="utf-8")
    (folder / "c.toml").write_text(CONFIG, encoding="utf-8")
    done = run(load_config(folder / "c.toml", ["run.processes=1", *changes]), folder / "runs" / month)
    found = done.table("improvements")
    return found[found["kind"] == "ask"].assign(kept_from=str(done.record["wish_ids_kept_from"]))


def test_wishes_that_come_again_in_other_words_keep_their_ids(tmp_path: Path) -> None:
    may, june = run_month(tmp_path, "2026-05", MAY), run_month(tmp_path, "2026-06", JUNE)
    assert set(june["kept_from"]) == {"2026-05"}
    assert len(set(may["improvement"]) & set(june["improvement"])) == 2


def test_without_an_earlier_run_ids_come_from_the_words(tmp_path: Path) -> None:
    run_month(tmp_path, "2026-05", MAY)
    june = run_month(tmp_path, "2026-06", JUNE, "rank.earlier=none")
    assert set(june["kept_from"]) == {"None"}
