"""The delimiter is the one that gives equally many cells, not the commonest sign."""

from __future__ import annotations

import csv
import io

import pytest


def written(delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    held = io.StringIO()
    out = csv.writer(held, delimiter=delimiter, quoting=quoting)
    out.writerow(["id", "date", "score", "why"])
    for i in range(12):
        out.writerow([f"r{i}", "2026-01-01", "8,0", "good, cheap, fast; and | near\tby, really"])
    return held.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_each_delimiter_is_found_though_texts_hold_the_others(read_files, delimiter, quoting):
    done = read_files(written(delimiter, quoting))
    assert done.responses == 12
    assert done.scan.files[0].delimiter == delimiter


def test_a_first_line_that_names_the_delimiter_is_obeyed_and_no_header(read_files):
    done = read_files("sep=;\nid;date;score;why\n1;2026-01-01;9;a, b\n")
    assert done.column("text") == ["a, b"]


def test_a_single_column_has_no_delimiter(read_files):
    lines = ["why", "Good, cheap and near", "Slow", "Well, it depends, really", "No"]
    done = read_files("\n".join(lines) + "\n", columns={}, scores=[])
    assert done.responses == 4
    assert set(done.column("text")) == set(lines[1:])


def test_a_declared_tab_may_be_written_in_words(read_files):
    assert read_files(written("\t"), source={"delimiter": "tab"}).responses == 12
