"""Workbooks as survey tools and people leave them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.errors import ConfigError, InputError
from pipeline.read import scan


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """A function that gives the bytes of a workbook: sheet name to rows, and ranges to merge in the last sheet."""

    def make(sheets: dict[str, Sequence[Sequence[object]]], merge: Sequence[str] = ()) -> bytes:
        import io

        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        for area in merge:
            sheet.merge_cells(area)
        held = io.BytesIO()
        book.save(held)
        return held.getvalue()

    return make


def body(n: int = 8) -> list[list[object]]:
    return [[1000 + i, dt.datetime(2026, 3, i + 1, 9, 30), i % 11, f"text {i}", None] for i in range(n)]


HEADER = ["id", "date", "score", "why", "other"]


def test_numbers_dates_and_empty_cells_at_the_end_are_read(read_files, workbook):
    done = read_files({"a.xlsx": workbook({"Sheet1": [HEADER, *body()]})})
    assert done.column("at")[0] == dt.datetime(2026, 3, 1, 9, 30)
    assert done.column("response_id")[0] == "1000"
    assert done.scan.files[0].sheet == "Sheet1"


def test_merged_headers_in_three_rows_give_one_name_a_column(read_files, workbook):
    header = [
        ["Respondent", None, "Your visit", None, None],
        [None, None, "Recommendation", None, "Shop"],
        ["id", "date", "score", "why", "name"],
    ]
    data = workbook({"Data": [*header, *body()]}, merge=["A1:B2", "C1:E1", "C2:D2"])
    done = read_files(
        {"a.xlsx": data},
        columns={"response_id": "Respondent - id", "at": "date"},
        scores=[{"name": "nps", "column": "Your visit - Recommendation - score"}],
    )
    assert done.responses == 8
    assert done.scan.files[0].header_rows == 3
    assert "cells are merged" in done.said


def test_a_merged_title_over_the_table_is_no_header(read_files, workbook):
    data = workbook({"Data": [["Survey of customers"], HEADER, *body()]}, merge=["A1:E1"])
    done = read_files({"a.xlsx": data})
    assert done.responses == 8
    assert done.scan.files[0].header_rows == 1


def test_merged_cells_among_the_responses_hold_for_all_of_them(read_files, workbook):
    rows = [[*row[:4], "North" if i == 0 else None] for i, row in enumerate(body(4))]
    done = read_files({"a.xlsx": workbook({"Data": [HEADER, *rows]}, merge=["E2:E5"])}, segments={"region": "other"})
    assert done.column("region") == ["North"] * 4


def test_the_sheet_of_responses_is_chosen_and_a_summary_is_not(read_files, workbook):
    sheets = {"Summary": [["Responses", n] for n in range(500)], "Notes": [["made by"]], "Svar": [HEADER, *body()]}
    done = read_files({"a.xlsx": workbook(sheets)})
    assert done.scan.files[0].sheet == "Svar"
    assert "Sheet 'Svar' of 3" in done.said


def test_a_workbook_of_counts_is_refused_in_words(config_of, workbook):
    counts = [["How likely are you to recommend us?"], ["Answer Choices", "Responses"], ["9", 14]]
    with pytest.raises(InputError, match="summary of counts"):
        scan(config_of({"a.xlsx": workbook({"Question 1": counts, "Question 2": counts})}))


def test_a_declared_sheet_is_read_or_the_nearest_is_named(read_files, config_of, workbook):
    data = workbook({"June": [HEADER, *body(3)], "July": [HEADER, *body(8)]})
    assert read_files({"a.xlsx": data}, source={"sheet": "June"}).responses == 3
    with pytest.raises(ConfigError, match="no sheet 'Jun'.*Did you mean 'June'"):
        scan(config_of({"a.xlsx": data}, source={"sheet": "Jun"}))


def test_an_empty_or_damaged_workbook_is_refused(config_of, workbook, tmp_path: Path):
    with pytest.raises(InputError, match="empty"):
        scan(config_of({"a.xlsx": workbook({"Sheet1": []})}))
    with pytest.raises(InputError, match="damaged"):
        scan(config_of({"a.xlsx": workbook({"Sheet1": [HEADER, *body()]})[:3000]}))
