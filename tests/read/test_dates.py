"""Dates are read as they were meant, in the survey's zone."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.errors import InputError
from pipeline.read.dates import DateReading, Evidence, decide_orders, named_order, period_of

READING = DateReading(
    (("/", "day-first"), (".", "day-first"), ("-", "month-first")), "Europe/Stockholm", "Europe/Stockholm"
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-04", "2026-03-04 00:00:00"),
        ("2026-03-04 10:11:12", "2026-03-04 10:11:12"),
        ("2026/3/4 9:05", "2026-03-04 09:05:00"),
        ("2026-03-04T10:11:12.345Z", "2026-03-04 11:11:12"),
        ("2026-07-04T10:11:12+00:00", "2026-07-04 12:11:12"),
        ("2026-03-04T23:30:00-0500", "2026-03-05 05:30:00"),
        ("2022/06/22 11:07:29 AM AST", "2022-06-22 17:07:29"),
        ("2026/03/04 12:07:29 AM EET", "2026-03-03 23:07:29"),
        ("2026/03/04 2:00:00 em CET", "2026-03-04 14:00:00"),
        ("2026/03/04 9:15:00 AM GMT+2", "2026-03-04 08:15:00"),
        ("31.12.2025", "2025-12-31 00:00:00"),
        ("31.12.2025 23:59", "2025-12-31 23:59:00"),
        ("12-31-2025", "2025-12-31 00:00:00"),
        ("3/4/26", "2026-04-03 00:00:00"),
        ("3 mars 2026", "2026-03-03 00:00:00"),
        ("den 3 mars 2026 kl. 14:05", "2026-03-03 14:05:00"),
        ("3. marts 2026", "2026-03-03 00:00:00"),
        ("15 ianuarie 2026", "2026-01-15 00:00:00"),
        ("3 noi. 2026", "2026-11-03 00:00:00"),
        ("Monday, 5 October 2026", "2026-10-05 00:00:00"),
        ("March 3rd, 2026 5:00 pm", "2026-03-03 17:00:00"),
        ("04-Mar-2026", "2026-03-04 00:00:00"),
        ("20260304", "2026-03-04 00:00:00"),
        ("46085", "2026-03-04 00:00:00"),
        ("46085.5", "2026-03-04 12:00:00"),
        ("46085,75", "2026-03-04 18:00:00"),
    ],
)
def test_a_date_is_read(cell, expected):
    assert READING.read(cell) == (dt.datetime.fromisoformat(expected), "")


@pytest.mark.parametrize(
    "cell",
    [
        "soon",
        "2026-02-30",
        "2026-13-01",
        "1826-01-01",
        "12",
        "99999",
        "2026-03-04 25:00",
        "3 foo 2026",
        "2026-01-01 10:00 XYZ",
    ],
)
def test_what_is_no_date_is_said(cell):
    assert READING.read(cell) == (None, "date not understood")


def test_a_date_of_the_other_order_is_told_from_nonsense():
    assert READING.read("12/31/2025") == (None, "date does not fit the order of the others")


def test_a_time_without_zone_moves_from_the_exports_zone_to_the_surveys():
    utc = DateReading((), "UTC", "Europe/Copenhagen")
    assert utc.read("2026-06-30 22:30:00") == (dt.datetime(2026, 7, 1, 0, 30), "")
    assert utc.read("2026-06-30") == (dt.datetime(2026, 6, 30), ""), "a day has no hour to move"


def evidence(*cells: str) -> Evidence:
    made = Evidence()
    for cell in cells:
        made.add(cell)
    return made


def test_the_values_decide_over_the_tools_habit_and_the_name_over_the_values():
    assert decide_orders(evidence("03/04/2026", "13/04/2026"), "Date", "month-first", None)[0] == (("/", "day-first"),)
    assert decide_orders(evidence("03/04/2026"), "Date", "month-first", None)[0] == (("/", "month-first"),)
    assert decide_orders(evidence("03/04/2026"), "Timestamp (mm/dd/yyyy)", None, None)[0] == (("/", "month-first"),)
    assert decide_orders(evidence("03/04/2026"), "Date", "month-first", "day-first")[0] == (("/", "day-first"),)


def test_a_name_that_the_values_contradict_is_refused():
    with pytest.raises(InputError, match="column's name says month-first"):
        decide_orders(evidence("13/04/2026"), "Date (mm/dd/yyyy)", None, None)


def test_order_is_not_asked_where_it_changes_nothing():
    assert decide_orders(evidence("03/03/2026", "2026-04-05"), "Date", None, None)[0] == (("/", "day-first"),)


@pytest.mark.parametrize(
    ("name", "order"), [("Timestamp (mm/dd/yyyy)", "month-first"), ("Dato (dd-mm-åååå)", "day-first"), ("Date", None)]
)
def test_a_name_may_give_the_order(name, order):
    assert named_order(name) == order


@pytest.mark.parametrize(("by", "period"), [("month", "2026-05"), ("quarter", "2026-Q2"), ("year", "2026")])
def test_a_period_is_named_by_its_length(by, period):
    assert period_of(dt.datetime(2026, 5, 31), by) == period
    assert period_of(None, by) == "all"


def test_a_column_said_to_be_utc_is_utc(read_files):
    rows = "1,2026-06-30 23:30:00,9,a\n2,2026-06-15 10:00:00,9,b\n"
    done = read_files(
        "id,Submitted (UTC),score,why\n" + rows,
        columns={"response_id": "id", "at": "Submitted (UTC)"},
        timezone="Europe/Bucharest",
    )
    assert done.column("period") == ["2026-07", "2026-06"]


def test_without_a_date_column_everything_is_one_period_and_that_is_said(read_files):
    done = read_files("id,score,why\n1,9,a\n2,8,b\n", columns={"response_id": "id"})
    assert done.column("period") == ["all", "all"]
    assert "No date column is declared" in done.said
