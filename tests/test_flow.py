"""The main job, end to end, on a small export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import open_run
from pipeline.config import load_config
from pipeline.errors import ConfigError, InputError, RunError
from pipeline.flow import run

CONFIG = """
[survey]
name = "Small"
[[survey.sources]]
path = "export.csv"
[survey.columns]
response_id = "id"
at = "date"
market = "country"
[[survey.scores]]
name = "nps"
column = "score"
[[survey.questions]]
column = "why"
[report]
quotes = 5
"""
HEADER = "id,date,country,score,why\n"
BODY = (
    "1,2026-06-01,SE,2,Paketet kom för sent och ingen svarade\n"
    "2,2026-06-02,SE,9,Snabb leverans\n"
    '3,2026-06-03,SE,10,"=HYPERLINK(""http://x"") Bra service, ring mig på 070-123 45 67"\n'
    "4,2026-06-04,GB,3,<script>alert(1)</script> The parcel came late\n"
    "5,2026-06-05,GB,,No score but words\n"
    "6,2026-06-06,GB,8,\n"
    "7,2026-06-07,GB,12,Out of range\n"
)


def made(folder: Path, body: str = BODY, config: str = CONFIG) -> Path:
    (folder / "export.csv").write_text(HEADER + body, encoding="utf-8")
    (folder / "c.toml").write_text(config, encoding="utf-8")
    return folder / "c.toml"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("small")
    return run(load_config(made(folder)), folder / "out")


def test_rows_in_are_rows_analysed_and_rows_set_aside(done) -> None:
    counts = done.record["counts"]
    assert (counts["rows"], counts["responses"], counts["set_aside"]) == (7, 6, {"score outside its scale": 1})
    assert (counts["with_score"], counts["with_text"], counts["answers"]) == (5, 5, 5)
    assert (counts["promoters"], counts["passives"], counts["detractors"]) == (2, 1, 2)


def test_every_table_of_the_folder_is_there(done) -> None:
    for name in ("answers", "mentions", "frictions", "asks", "tally", "scores", "themes", "changes"):
        assert done.table(name) is not None
    assert {"run.json", "summary.json", "improvements.csv", "rejected.csv", "report.html"} <= {p.name for p in done.folder.iterdir()}


def test_personal_data_is_in_no_file(done) -> None:
    for path in done.folder.rglob("*"):
        if path.is_file():
            assert b"123 45 67" not in path.read_bytes()
    assert done.record["audit"]["redactions"]["phone"] == 1


def test_a_script_in_an_answer_stays_text(done) -> None:
    page = done.report.read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_no_cell_of_a_csv_starts_a_formula(done) -> None:
    for path in done.folder.glob("*.csv"):
        assert not any(cell.strip('"').startswith("=") for line in path.read_text("utf-8-sig").splitlines() for cell in line.split(","))


def test_the_summary_has_what_outside_programs_lean_on(done) -> None:
    summary = json.loads((done.folder / "summary.json").read_text(encoding="utf-8"))
    whole = next(s for s in summary["scores"] if s["segment"] is None)
    assert summary["period"] == "2026-06"
    assert {"score", "segment", "level", "estimate", "low", "high", "n", "promoters", "passives", "detractors", "note"} <= set(whole)
    assert {"theme", "title", "respondents", "share", "low", "high", "positive", "negative", "corrected_share", "note"} <= set(summary["themes"][0])
    assert whole["estimate"] == 0


def test_a_second_run_takes_the_place_of_the_first(tmp_path: Path) -> None:
    config = load_config(made(tmp_path))
    first, second = run(config, tmp_path / "out"), run(config, tmp_path / "out")
    assert first.folder == second.folder
    assert (second.folder / "run.json").is_file()


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path: Path) -> None:
    config = load_config(made(tmp_path))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(RunError, match="Nothing was touched"):
        run(config, tmp_path / "out")
    run(config, tmp_path / "other")
    with pytest.raises(RunError, match="another survey"):
        run(load_config(made(tmp_path), ["survey.name=Else"]), tmp_path / "other")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be written"):
        run(load_config(made(tmp_path)), tmp_path / "file" / "out")


def test_a_failed_run_leaves_nothing_behind(tmp_path: Path) -> None:
    config = load_config(made(tmp_path), ["period.report=2031-01"])
    with pytest.raises(ConfigError, match="no responses in the period '2031-01'"):
        run(config, tmp_path / "out")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["c.toml", "export.csv"]


def test_an_unfinished_folder_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finished run"):
        open_run(tmp_path)


def test_scores_alone_make_a_report(tmp_path: Path) -> None:
    done = run(load_config(made(tmp_path, "1,2026-06-01,SE,9,\n2,2026-06-01,SE,3,\n")), tmp_path / "out")
    assert done.record["counts"]["with_text"] == 0
    assert done.report.is_file()


def test_texts_alone_make_a_report(tmp_path: Path) -> None:
    config = CONFIG.replace('[[survey.scores]]\nname = "nps"\ncolumn = "score"\n', "")
    done = run(load_config(made(tmp_path, config=config)), tmp_path / "out")
    assert "There is no score" in done.report.read_text(encoding="utf-8")
