"""Order of rows, size of parts and number of files decide nothing; repeated responses count once."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import build_config
from pipeline.errors import InputError
from pipeline.read import parts, read, scan

Row = tuple[str, str, str, str]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "b", "c", "d", "e"]),
        st.sampled_from(["2026-01-02", "2026-02-03 10:00", "", "3 mars 2026", "31.12.2025"]),
        st.sampled_from(["", "0", "9", "10 - Likely", "11", "Vet ej"]),
        st.sampled_from(["", "bra", "slow, very slow", "dyrt\noch sent"]),
    ),
    min_size=1,
    max_size=14,
)


def write(folder: Path, files: Sequence[Sequence[Row]]) -> None:
    for old in folder.glob("*.csv"):
        old.unlink()
    for i, rows in enumerate(files):
        cells = [",".join(f'"{cell}"' for cell in row) for row in rows]
        (folder / f"{i}.csv").write_text("\n".join(["id,date,score,why", *cells]) + "\n")


def config(folder: Path):
    survey = {
        "sources": [{"path": "*.csv"}],
        "columns": {"response_id": "id", "at": "date"},
        "scores": [{"name": "nps", "column": "score", "check_scale": False}],
        "questions": [{"column": "why"}],
    }
    return build_config({"survey": survey}, folder)


@given(rows=ROWS, seed=st.integers(0, 10_000), part_size=st.integers(1, 20), cut=st.integers(1, 20))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_row_order_part_size_and_number_of_files_change_no_answer(tmp_path, read_config, rows, seed, part_size, cut):
    if not any(any(row) for row in rows):
        return
    write(tmp_path, [rows])
    once = read_config(config(tmp_path), 1_000)
    shuffled = random.Random(seed).sample(rows, len(rows))
    pieces = [piece for start in range(0, len(rows), cut) if any(map(any, piece := shuffled[start : start + cut]))]
    write(tmp_path, pieces)
    again = read_config(config(tmp_path), part_size)
    by = ["answer_id"]
    pd.testing.assert_frame_equal(
        once.answers.sort_values(by, ignore_index=True), again.answers.sort_values(by, ignore_index=True)
    )
    assert once.set_aside == again.set_aside
    assert not once.answers["answer_id"].duplicated().any()


def test_responses_without_id_get_one_from_their_content_and_alike_ones_stay_apart(read_files):
    rows = "2026-01-01,9,bra\n2026-01-01,9,bra\n2026-01-01,8,bra\n"
    done = read_files("date,score,why\n" + rows, columns={"at": "date"})
    assert done.responses == 3
    assert sorted(len(response) for response in done.column("response_id")) == [12, 12, 14]


def test_the_same_file_twice_without_ids_is_refused(config_of):
    content = "date,score,why\n" + "".join(f"2026-01-01,{i % 11},text {i}\n" for i in range(12))
    with pytest.raises(InputError, match="there twice"):
        scan(config_of({"a.csv": content, "b.csv": content}, path="*.csv", columns={"at": "date"}))


def test_the_same_response_in_two_files_counts_once(read_files):
    content = "id,date,score,why\n" + "".join(f"r{i},2026-01-01,{i % 11},text {i}\n" for i in range(12))
    done = read_files({"a.csv": content, "b.csv": content}, path="*.csv")
    assert done.responses == 12
    assert done.set_aside == {"duplicate": 12}


def test_ids_that_start_anew_in_each_file_are_warned_of(read_files):
    files = {
        f"{name}.csv": "id,date,score,why\n" + "".join(f"{i},2026-01-01,{i % 11},{name} {i}\n" for i in range(12))
        for name in "ab"
    }
    assert "If ids start anew" in read_files(files, path="*.csv").said


def test_ids_that_excel_rounded_are_not_taken_for_one_response(read_files):
    rows = "".join(f"1.20E+15,2026-01-01,{i},text {i}\n" for i in range(3))
    done = read_files("id,date,score,why\n" + rows)
    assert done.responses == 3
    assert "rounded by Excel" in done.said


def test_respondents_may_answer_more_than_once(read_files):
    done = read_files("id,date,score,why,who\n1,2026-01-01,9,a,anna\n2,2026-02-01,8,b,anna\n3,2026-02-01,8,c,\n",
                      columns={"response_id": "id", "respondent_id": "who", "at": "date"})  # fmt: skip
    assert done.column("respondent_id") == ["anna", "anna", "3"]


def test_status_previews_and_tests_are_set_aside_by_declared_column(read_files):
    rows = "1,2026-01-01,9,a,Slutförd\n2,2026-01-01,9,b,Påbörjad\n3,2026-01-01,9,c,Preview\n4,2026-01-01,9,d,\n5,2026-01-01,9,e,Vip\n"
    done = read_files(
        "id,date,score,why,state\n" + rows, columns={"response_id": "id", "at": "date", "status": "state"}
    )
    assert done.set_aside == {"unfinished": 1, "preview or test": 1}


def test_weights_are_numbers(read_files):
    done = read_files("id,date,score,why,w\n1,2026-01-01,9,a,\"1,5\"\n2,2026-01-01,9,b,-1\n3,2026-01-01,9,c,\n",
                      columns={"response_id": "id", "at": "date", "weight": "w"})  # fmt: skip
    assert done.column("weight") == [1.5]
    assert done.set_aside == {"weight is not a number of 0 or more": 2}


def test_several_columns_make_one_text(read_files):
    done = read_files("id,date,score,title,why\n1,2026-01-01,9,Good,Because\n2,2026-01-01,9,,Only\n",
                      questions=[{"column": ["title", "why"], "name": "Review"}])  # fmt: skip
    assert done.column("text") == ["Good\nBecause", "Only"]
    assert set(done.column("question")) == {"Review"}


def test_files_of_different_columns_whose_ids_start_anew_lose_no_answer_in_silence(read_files):
    first = "id,date,score,why\n" + "".join(f"{i},2026-01-01,{i % 11},january {i}\n" for i in range(12))
    second = "id,date,score,why,product\n" + "".join(f"{i},2026-02-01,{i % 11},february {i},TV\n" for i in range(12))
    done = read_files({"w1.csv": first, "w2.csv": second}, path="w*.csv", segments={"product": "product"})
    assert done.set_aside == {"older version of the same response": 12}
    assert all(text.startswith("february") for text in done.column("text"))
    assert "If ids start anew" in done.said


def test_a_scan_and_its_parts_travel_between_processes(config_of):
    found = scan(config_of("id,date,score,why\n1,2026-01-01,9,a\n"))
    assert pickle.loads(pickle.dumps(found)) == found
    part = next(iter(parts(found, 10)))
    assert pickle.loads(pickle.dumps(part)) == part


def test_a_score_may_stand_in_a_column_of_a_long_export(tmp_path) -> None:
    (tmp_path / "long.csv").write_text(
        "id,question,answer,score,shop\na,Why?,Too slow,3,North\na,Better?,Hire more,3,North\nb,Why?,Kind,9,South\n", encoding="utf-8"
    )
    survey = {
        "sources": [{"path": "long.csv"}], "columns": {"response_id": "id"},
        "long": {"question": "question", "answer": "answer"}, "scores": [{"name": "nps", "column": "score"}],
        "questions": [{"column": "Why?"}, {"column": "Better?", "kind": "improve"}], "segments": {"shop": "shop"},
    }  # fmt: skip
    config = build_config({"survey": survey}, tmp_path)
    (part,) = parts(scan(config), 100)
    answers = read(part, config.survey, config.period).answers
    assert sorted(zip(answers["response_id"], answers["text"], answers["nps"], answers["shop"])) == [
        ("a", "Hire more", 3.0, "North"), ("a", "Too slow", 3.0, "North"), ("b", "Kind", 9.0, "South"),
    ]  # fmt: skip
