"""The commands, as a user at a terminal meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main

CONFIG = """
[survey]
name = "Small"
[[survey.sources]]
path = "export.csv"
[survey.columns]
response_id = "id"
[[survey.scores]]
name = "nps"
column = "score"
[[survey.questions]]
column = "why"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "export.csv").write_text("id,score,why\n1,9,Great service\n2,3,The parcel came late\n3,11,Fine\n", encoding="utf-8")
    (tmp_path / "c.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path / "c.toml"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_run_ends_with_the_path_of_the_report(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(config), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(tmp_path / "out" / "report.html")
    assert "3 rows = 2 analysed + 1 set aside (score outside its scale: 1)" in said.err


def test_quiet_says_nothing_but_the_result(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(config), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_report_renders_a_finished_run_again(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", str(config), "--out", str(tmp_path / "out")])
    page = (tmp_path / "out" / "report.html").read_bytes()
    (tmp_path / "out" / "report.html").unlink()
    assert main(["report", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "report.html").read_bytes() == page


def test_check_reconciles_and_analyses_nothing(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(config)]) == 0
    assert "3 rows = 2 to analyse + 1 to set aside" in capsys.readouterr().out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["c.toml", "export.csv"]


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ("survey.columns.response_id=ID number", 2, "ID number"),
        ("survey.nme=x", 2, "Did you mean 'name'"),
        ("report.language=fi", 2, "report.language"),
        ("tag.tagger=lexicn", 2, "Did you mean 'lexicon'"),
        ("nonsense", 2, "--set"),
    ],
)
def test_a_wrong_configuration_is_one_plain_sentence(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str, status: int, said: str
) -> None:
    assert main(["run", str(config), "--out", str(tmp_path / "out"), "--set", change]) == status
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert not (tmp_path / "out").exists()


def test_init_writes_a_configuration_that_runs_unedited(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "whyscore.toml"
    rows = "".join(f"{i},{i % 11},Why {i} do you think so,2026-06-{i % 28 + 1:02d}\n" for i in range(60))
    (tmp_path / "e.csv").write_text("Response ID,How likely are you to recommend us?,Why?,Date\n" + rows, encoding="utf-8")
    assert main(["init", str(tmp_path / "e.csv"), "--output", str(made)]) == 0
    assert main(["init", str(tmp_path / "e.csv"), "--output", str(made)]) == 2
    assert main(["run", str(made), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    counts = json.loads((tmp_path / "out" / "run.json").read_text())["counts"]
    assert (counts["rows"], counts["responses"], counts["with_text"]) == (60, 60, 60)


def test_init_prints_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--reference"]) == 0
    assert "[survey.columns]" in capsys.readouterr().out


def test_tag_answers_line_by_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text(
        '{"text": "Paketet kom för sent", "market": "SE"}\n\nThe staff were rude\n'
        '{"text": "Shorter queues", "question_kind": "improve", "market": "GB"}\n',
        encoding="utf-8",
    )
    assert main(["tag", str(texts)]) == 0
    late, empty, rude, wish = lines(capsys)
    assert late["themes"]["delivery"] == "negative"
    assert late["frictions"][0]["kind"] == "late"
    assert (empty["text"], empty["themes"]) == ("", {})
    assert rude["themes"] == {"staff_attitude": "negative"}
    assert wish["asks"] == ["Shorter queues"]
    assert set(late) == {
        "language", "text", "themes", "mentions", "frictions", "asks", "sentiment", "detractor_risk",
    }  # fmt: skip


def test_redact_gives_the_text_and_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.txt").write_text("Ring mig på 070-123 45 67\n", encoding="utf-8")
    assert main(["redact", str(tmp_path / "t.txt")]) == 0
    (only,) = lines(capsys)
    assert only == {"text": "Ring mig på [PHONE]", "found": [{"kind": "phone", "start": 12, "end": 19}]}


def test_detect_takes_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.txt").write_text("Det var en mycket trevlig upplevelse, tack så mycket\n", encoding="utf-8")
    assert main(["detect", str(tmp_path / "t.txt"), "--set", "detect.min_confidence=0"]) == 0
    (only,) = lines(capsys)
    assert only["language"] == "sv"
    assert set(only) == {"language", "confidence", "flags"}


def test_a_missing_file_is_one_plain_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tag", "no-such-file.txt"]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_doctor_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert "20 themes" in capsys.readouterr().out
