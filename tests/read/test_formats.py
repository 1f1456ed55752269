"""The same responses are read from any format, from one file or many."""

from __future__ import annotations

import json

import pandas as pd
import pytest

ROWS = [(f"r{i:02d}", f"2026-0{i % 6 + 1}-11", i % 11, f"text {i}" if i % 3 else "") for i in range(24)]
NAMES = ["id", "date", "score", "why"]
CSV = "id,date,score,why\n"


def csv_of(rows) -> str:
    return CSV + "".join(",".join(map(str, row)) + "\n" for row in rows)


@pytest.fixture
def expected(read_files) -> pd.DataFrame:
    return sort(read_files({"expected.csv": csv_of(ROWS)}, path="expected.csv").answers)


def sort(answers: pd.DataFrame) -> pd.DataFrame:
    return answers.sort_values("answer_id", ignore_index=True)


def test_parquet(read_files, expected, tmp_path):
    frame = pd.DataFrame(ROWS, columns=NAMES).assign(date=lambda f: pd.to_datetime(f["date"]))
    frame.to_parquet(tmp_path / "a.parquet")
    done = read_files({"a.parquet": (tmp_path / "a.parquet").read_bytes()}, path="a.parquet")
    pd.testing.assert_frame_equal(sort(done.answers), expected)


def test_jsonl_with_nested_and_missing_names(read_files, expected):
    lines = [json.dumps({"id": i, "meta": {"date": d}, "score": s} | ({"why": w} if w else {})) for i, d, s, w in ROWS]
    done = read_files(
        {"a.jsonl": "\n".join(lines) + "\n"}, path="a.jsonl", columns={"response_id": "id", "at": "meta.date"}
    )
    pd.testing.assert_frame_equal(sort(done.answers), expected)


def test_a_folder_and_a_pattern_of_files(read_files, expected, tmp_path):
    (tmp_path / "waves").mkdir()
    (tmp_path / "waves" / "readme.md").write_text("not an export")
    (tmp_path / "waves" / "~$b.xlsx").write_bytes(b"lock")
    for name, rows in (("b.csv", ROWS[:9]), ("a.csv", ROWS[9:])):
        (tmp_path / "waves" / name).write_text(csv_of(rows))
    for path in ("waves", "waves/*.csv"):
        done = read_files({"unused.txt": "x"}, path=path)
        pd.testing.assert_frame_equal(sort(done.answers), expected)
        assert [file.name for file in done.scan.files] == ["a.csv", "b.csv"]


def test_a_long_export_is_gathered(read_files, expected):
    long = "id,date,q,a\n" + "".join(
        f"{i},{d},Score?,{s}\n" + (f"{i},{d},Why?,{w}\n" if w else "") for i, d, s, w in ROWS
    )
    done = read_files(long, long={"question": "q", "answer": "a"}, scores=[{"name": "nps", "column": "score?"}],
                      questions=[{"column": "Why?", "name": "why"}])  # fmt: skip
    pd.testing.assert_frame_equal(sort(done.answers), expected)
    assert "gathered: 24" in done.said


def test_two_files_that_share_ids_are_joined(read_files, expected):
    scores = "id,date,score\n" + "".join(f"{i},{d},{s}\n" for i, d, s, _ in ROWS)
    texts = "id,why\n" + "".join(f"{i},{w}\n" for i, _, _, w in reversed(ROWS) if w)
    done = read_files({"scores.csv": scores, "texts.csv": texts}, path="[st]*.csv")
    pd.testing.assert_frame_equal(sort(done.answers), expected)
    assert "40 rows of 2 files joined by response id: 24" in done.said


def test_waves_append_although_columns_moved_and_were_renamed_and_the_difference_is_listed(read_files, expected):
    first = csv_of(ROWS[:12])
    second = "note,varför,score,id,date\n" + "".join(f"x,{w},{s},{i},{d}\n" for i, d, s, w in ROWS[12:])
    done = read_files(
        {"w1.csv": first, "w2.csv": second}, path="w*.csv", questions=[{"column": ["why", "varför"], "name": "why"}]
    )
    pd.testing.assert_frame_equal(sort(done.answers), expected)
    assert "Only w2.csv has 'note'" in done.said


def test_a_wave_without_a_declared_column_has_it_empty_and_that_is_said(read_files):
    done = read_files({"w1.csv": csv_of(ROWS[:5]), "w2.csv": "id,date,score\nz,2026-01-01,3\n"}, path="w*.csv")
    assert done.responses == 6
    assert "w2.csv lacks 'why'" in done.said
