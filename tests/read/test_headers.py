"""One name a column, whatever the rows above the responses, and no header row becomes a response."""

from __future__ import annotations

import pytest

from pipeline.errors import ConfigError
from pipeline.read import scan

BODY = "".join(f"r{i},2026-01-{i + 1:02d},{i % 11},text {i}\n" for i in range(12))
HEADER = "id,date,score,why\n"


@pytest.mark.parametrize(
    "preamble", ["Acme survey 2026\n\n", "Acme survey,,,\nGenerated on,2026-05-01,,\n,,,\n", "a title, with a comma\n"]
)
def test_lines_above_the_header_are_skipped_and_said(read_files, preamble):
    done = read_files(preamble + HEADER + BODY)
    assert done.responses == 12
    assert "above the header skipped" in done.said


def test_a_question_over_several_columns_names_each(read_files):
    header = "id,date,Your score and why,,Channels,\n,,score,why,web,app\n"
    body = "".join(f"r{i},2026-01-{i + 1:02d},{i % 11},text {i},1,0\n" for i in range(12))
    done = read_files(header + body, scores=[{"name": "nps", "column": "Your score and why - score"}],
                      questions=[{"column": "why"}], segments={"app": "Channels - app"})  # fmt: skip
    assert done.responses == 12
    assert done.scan.files[0].header_rows == 2


def test_a_data_row_with_odd_values_is_never_taken_for_a_header(read_files):
    done = read_files(HEADER + "R1,unknown,none given,text\n" + BODY)
    assert done.scan.rows == 13
    assert done.set_aside == {"date not understood": 1}


def test_declared_header_rows_win(read_files):
    done = read_files("id,date,score,why\nr9,a,b,c\n" + BODY, source={"header_rows": 2})
    assert done.responses == 12


def test_a_file_without_header_is_read_by_number(read_files):
    done = read_files(BODY, source={"header_rows": 0}, columns={"response_id": "column 1", "at": "column 2"},
                      scores=[{"name": "nps", "column": "column 3"}], questions=[{"column": "column 4"}])  # fmt: skip
    assert done.responses == 12


def test_a_trailing_delimiter_makes_no_column(read_files):
    assert read_files("id,date,score,why,\n" + BODY.replace("\n", ",\n")).responses == 12


def test_html_and_line_breaks_leave_the_names(read_files):
    done = read_files(
        'id,date,score,"<p>Why&nbsp;<b>that</b>\nscore?</p>"\n' + BODY, questions=[{"column": "Why that score?"}]
    )
    assert done.responses == 12


def test_names_match_without_case_and_marks_and_repeated_ones_are_numbered(read_files):
    done = read_files("ID,Date,Score,Varför?,Varför?\n" + BODY.replace("\n", ",second\n"),
                      questions=[{"column": "varfor?"}, {"column": "Varför? (2)", "kind": "other"}])  # fmt: skip
    assert done.responses == 12
    assert "occur more than once" in done.said
    assert set(done.answers["question_kind"]) == {"why", "other"}


def test_a_word_that_names_two_columns_is_asked_about(config_of):
    header = "id,date,Shop,,App,\n,,score,why,score,why\n"
    body = "".join(f"r{i},2026-01-{i + 1:02d},{i % 11},text,3,other\n" for i in range(12))
    with pytest.raises(ConfigError, match="names 2 columns.*Shop - why"):
        scan(config_of(header + body, scores=[{"name": "nps", "column": "Shop - score"}]))


def test_a_row_of_import_ids_is_qualtrics_whatever_columns_were_exported(read_files):
    ids = ",".join(f'"{{""ImportId"":""QID{i}""}}"' for i in range(4))
    done = read_files(f"id,date,Q1,Q2\nResponse,When,How likely?,Why?\n{ids}\n{BODY}",
                      scores=[{"name": "nps", "column": "Q1"}], questions=[{"column": "Why?"}])  # fmt: skip
    assert done.responses == 12
    assert done.scan.files[0].dialect == "Qualtrics"


def test_any_header_row_may_name_a_column(read_files):
    header = "Survey,Survey,Scores,Texts\nresponse,day,How likely?,Why?\nid,date,Q1,Q2\n"
    for nps, why in (("Q1", "Q2"), ("How likely?", "Why?"), ("Scores - How likely?", "Texts - Why?")):
        done = read_files(header + BODY, scores=[{"name": "nps", "column": nps}], questions=[{"column": why}])
        assert done.responses == 12


def test_line_breaks_of_old_computers_are_line_breaks(read_files):
    assert read_files((HEADER + BODY).replace("\n", "\r")).responses == 12
