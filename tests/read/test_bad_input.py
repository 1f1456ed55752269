"""Bad input gives one clear sentence, or rows set aside by reason; nothing is lost in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from pipeline.errors import ConfigError, InputError
from pipeline.read import parts, scan

HEADER = "id,date,score,why\n"


def rows(
    n: int, score: Callable[[int], object] = lambda i: i * 7 % 11, date: Callable[[int], str] | None = None
) -> str:
    day = date or (lambda i: f"2026-0{i % 6 + 1}-{i % 28 + 1:02d}")
    return HEADER + "".join(f"r{i},{day(i)},{score(i)},text {i}\n" for i in range(n))


def test_a_missing_column_is_named_with_the_nearest_one_and_its_key(config_of):
    with pytest.raises(ConfigError, match="no column 'score'.*Did you mean 'scor'.*survey.scores"):
        scan(config_of("id,date,scor,why\n1,2026-01-01,9,x\n"))


def test_all_missing_columns_are_named_at_once(config_of):
    with pytest.raises(ConfigError, match="'date'.*'why'"):
        scan(config_of("id,day,score,reason\n1,2026-01-01,9,x\n"))


def test_a_wrong_declared_delimiter_is_named_with_the_right_one(config_of):
    with pytest.raises(InputError, match="semicolon the file has one column; with comma it has 4"):
        scan(config_of(rows(5), source={"delimiter": ";"}))


def test_an_old_encoding_read_as_utf8_is_refused(config_of):
    content = (HEADER + "1,2026-01-01,9,snabb och på tå\n").encode("cp1252")
    with pytest.raises(InputError, match="not utf-8: it looks like cp1252"):
        scan(config_of(content, source={"encoding": "utf-8"}))


def test_utf8_read_as_an_old_encoding_is_refused(config_of):
    with pytest.raises(InputError, match="not cp1252: it looks like utf-8"):
        scan(config_of(HEADER + "1,2026-01-01,9,på tå\n", source={"encoding": "cp1252"}))


def test_an_unknown_encoding_is_a_mistake_of_the_configuration(config_of):
    with pytest.raises(ConfigError, match="no encoding 'utf-99'"):
        scan(config_of(rows(3), source={"encoding": "utf-99"}))


def test_score_cells_are_read_or_set_aside_by_reason(read_files):
    cells = ['"9,0"', "10 ", "11", "abc", "9 - Likely", "Very likely (9)", "Vet ej", "", '"9,5"', "2-Jan", "9/10"]
    done = read_files(HEADER + "".join(f"{i:02d},2026-01-01,{cell},text\n" for i, cell in enumerate(cells)))
    assert [s if s == s else None for s in done.column("nps")] == [9, 10, 9, 9, None, 9]
    assert done.set_aside == {
        "score outside its scale": 1,
        "score is not a number": 2,
        "no score given (don't know)": 1,
        "score is not a whole number": 1,
    }
    first = done.rejected.iloc[0]
    assert (first["file"], first["row"], first["column"], first["value"]) == ("export.csv", 4, "score", "11")


def test_a_second_score_that_cannot_be_read_costs_only_its_cell(read_files):
    scores = [{"name": "nps", "column": "score"}, {"name": "csat", "column": "happy"}]
    done = read_files("id,date,score,happy,why\n1,2026-01-01,9,7,a\n2,2026-01-01,9,4,b\n", scores=scores)
    assert done.responses == 2
    assert done.rejected[["column", "scope"]].values.tolist() == [["happy", "cell"]]
    assert [c if c == c else None for c in done.column("csat")] == [None, 4]


def test_a_row_without_score_and_text_is_set_aside_and_either_alone_is_kept(read_files):
    done = read_files(HEADER + "1,2026-01-01,,\n2,2026-01-01,,text\n3,2026-01-01,9,\n")
    assert done.set_aside == {"empty response": 1}
    assert done.column("text") == ["text", ""]
    assert done.column("question_kind")[0] == "why"
    assert done.answers["question_kind"].isna().sum() == 1


def test_the_same_response_twice_counts_once_and_a_newer_version_replaces_the_older(read_files):
    same, old, new = "1,2026-01-01,9,a\n", "2,2026-01-01,3,old\n", "2,2026-02-01,4,new\n"
    for order in (same + same + old + new, new + old + same + same):
        done = read_files(HEADER + order)
        assert done.set_aside == {"duplicate": 1, "older version of the same response": 1}
        assert done.column("text") == ["a", "new"]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(config_of, content):
    with pytest.raises(InputError, match="empty"):
        scan(config_of(content))


def test_a_header_alone_is_refused(config_of):
    with pytest.raises(InputError, match="no responses"):
        scan(config_of(HEADER))


def test_a_header_alone_among_other_files_is_said(read_files):
    assert "b.csv has a header and no responses" in read_files({"a.csv": rows(3), "b.csv": HEADER}).said


def test_ambiguous_dates_are_asked_about(config_of):
    content = rows(4, date=lambda i: f"0{i + 1}/0{i + 2}/2026")
    with pytest.raises(InputError, match="day-first or month-first.*survey.date_order"):
        scan(config_of(content))


def test_ambiguous_dates_are_read_as_the_configuration_says(read_files):
    content = rows(2, date=lambda i: "03/04/2026")
    assert set(read_files(content, date_order="day-first").column("period")) == {"2026-04"}
    assert set(read_files(content, date_order="month-first").column("period")) == {"2026-03"}


def test_dates_that_contradict_one_another_are_refused_and_a_stray_one_is_set_aside(config_of, read_files):
    with pytest.raises(InputError, match="contradict"):
        scan(
            config_of(
                rows(40, date=lambda i: f"{i % 12 + 1}/{i % 12 + 14}/2026" if i % 2 else f"{i % 12 + 14}/12/2026")
            )
        )
    done = read_files(rows(100, date=lambda i: "12/31/2026" if i == 7 else f"{i % 28 + 1}/12/2026"))
    assert done.set_aside == {"date does not fit the order of the others": 1}


def test_four_formats_of_dates_in_one_column_are_read_where_each_is_clear(read_files):
    days = ["2026-03-04", "13/03/2026", "3 mars 2026", "31.12.2025"]
    done = read_files(HEADER + "".join(f"{i},{day},9,a\n" for i, day in enumerate(days)))
    assert [str(at.date()) for at in done.column("at")] == ["2026-03-04", "2026-03-13", "2026-03-03", "2025-12-31"]


def test_rows_without_a_date_or_with_one_that_is_none_are_set_aside(read_files):
    done = read_files(HEADER + "1,,9,a\n2,soon,9,b\n3,2026-02-30,9,c\n4,2026-02-03,9,d\n")
    assert done.set_aside == {"no date": 1, "date not understood": 2}


def test_a_cell_of_two_megabytes_is_set_aside(read_files):
    done = read_files(HEADER + "1,2026-01-01,9," + "x" * 2_000_000 + "\n2,2026-01-01,9,b\n")
    assert done.set_aside == {"text too long": 1}
    assert done.rejected["value"].isna().all()


def test_nul_bytes_are_removed_and_said(read_files):
    done = read_files(HEADER + "1,2026-01-01,9,a\0b\n")
    assert done.column("text") == ["ab"]
    assert "1 NUL bytes were removed" in done.said


def test_ragged_rows_are_set_aside_and_blank_lines_are_no_rows(read_files):
    done = read_files(HEADER + "1,2026-01-01,9,a,b\n2,2026-01-01,9\n3,2026-01-01,9,ok,\n\n,,,\n4,2026-01-01,8,end\n")
    assert done.set_aside == {"wrong number of cells": 2}
    assert done.scan.rows == 4


def test_a_quotation_mark_that_is_never_closed_is_refused(config_of):
    content = rows(10) + 'x,2026-01-01,9,"broken\n' + rows(10).replace("r", "q")
    with pytest.raises(InputError, match="never closed.*row 12"):
        scan(config_of(content))


def test_a_header_repeated_among_the_rows_is_no_response(read_files):
    done = read_files(rows(3) + HEADER + "q1,2026-01-01,9,a\n")
    assert done.set_aside == {"header repeated among the rows": 1}


def test_a_file_that_vanishes_midway_is_said(config_of, tmp_path):
    found = scan(config_of(rows(50)))
    (tmp_path / "export.csv").unlink()
    with pytest.raises(InputError, match="is gone.*export.csv"):
        list(parts(found, 10))


def test_a_file_that_changes_midway_is_said(config_of, tmp_path):
    found = scan(config_of(rows(50)))
    (tmp_path / "export.csv").write_text(rows(60))
    with pytest.raises(InputError, match="changed"):
        list(parts(found, 10))


def test_a_path_that_names_nothing_offers_the_nearest_file(config_of):
    with pytest.raises(InputError, match="no such file.*Did you mean 'export.csv'"):
        scan(config_of(rows(3), path="exprot.csv"))
    with pytest.raises(InputError, match="No file matches"):
        scan(config_of(rows(3), path="*.xlsx"))


def test_a_folder_without_exports_is_refused(config_of, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no survey export"):
        scan(config_of(rows(3), path="empty"))


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("export.csv", rows(3))
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.zip", archive(), "ZIP archive.*Unpack"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old .xls.*Save it as .xlsx"),
        ("a.csv", b"<html><table></table></html>", "web page"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.xlsx", b"id,date\n", "not what its ending"),
        ("a.parquet", b"PAR1 no more", "damaged"),
        ("a.jsonl", b'{"id": 1}\nnonsense\n', "not JSON.*row 2"),
        ("a.json", b"[1, 2]", "JSONL"),
    ],
)
def test_what_is_no_export_is_refused_in_words(config_of, name, content, says):
    with pytest.raises(InputError, match=says):
        scan(config_of({name: content}))


def test_cells_that_begin_like_formulas_are_read_as_they_are(read_files):
    texts = ["=1+1", "+46 is a number", "-good", "@shop"]
    done = read_files(HEADER + "".join(f"{i},2026-01-01,9,{text}\n" for i, text in enumerate(texts)))
    assert done.column("text") == texts


def test_no_free_text_stands_among_the_rejected_values(read_files):
    done = read_files(
        HEADER + "1,2026-01-01,I would rather tell you about the long wait at the till,x\n2,2026-01-01,a@b.se,x\n"
    )
    assert done.set_aside == {"score is not a number": 2}
    assert done.rejected["value"].isna().all()


def test_an_address_used_as_an_id_does_not_come_out(read_files):
    done = read_files("id,date,score,why,who\n1,2026-01-01,9,a,kund@example.org\n2,2026-01-01,9,b,kund@example.org\n",
                      columns={"response_id": "id", "respondent_id": "who", "at": "date"})  # fmt: skip
    assert len(set(done.column("respondent_id"))) == 1
    assert "@" not in done.column("respondent_id")[0]


def test_a_quotation_mark_left_open_near_the_end_is_named(read_files):
    with pytest.raises(InputError, match="never closed.*row 3"):
        read_files('id,date,score,why\n1,2026-06-01,9,fine\n2,2026-06-01,3,"left open\n3,2026-06-01,9,good\n')


def test_inch_marks_and_line_breaks_at_the_end_are_no_open_quotation_mark(read_files):
    done = read_files('id,date,score,why\n1,2026-06-01,9,a 5" screen\n2,2026-06-01,3,"two\nlines"\n')
    assert done.responses == 2
