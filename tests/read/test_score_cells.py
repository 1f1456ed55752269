"""A score is the number that was given, on the scale that was declared, or it is set aside."""

from __future__ import annotations

import pytest

from pipeline.config import ScoreSettings
from pipeline.errors import InputError
from pipeline.read.scores import ScoreReading, inspect, number_in

NPS = ScoreSettings(name="nps", column="score")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("9", 9), (" 9 ", 9), ("9.0", 9), ("9,0", 9), ("10", 10), ("9 - Very likely", 9), ("9 – Mycket troligt", 9), ("0: Deloc", 0),
        ("10 = Extremely likely", 10), ("10 (Extremely likely)", 10), ("10. Meget sandsynligt", 10), ("Very likely (9)", 9),
        ("Very likely - 9", 9), ("Foarte probabil: 10", 10), ("9 Likely", 9), ("9/10", 9), ("9 av 10", 9), ("4-Good", None), ("-1", -1),
        ("2-Jan", None), ("9-10", None), ("abc", None), ("4 of 5", None), ("1.2E+15", None), ("nine", None), ("10 10", None),
    ],
)  # fmt: skip
def test_the_number_in_a_cell(cell, number):
    assert number_in(cell) == number


@pytest.mark.parametrize(
    "cell", ["Don't know", "don’t know", "Vet ej", "Ved ikke", "Nu știu", "nu stiu", "N/A", "Ej aktuellt"]
)
def test_who_does_not_know_gives_no_score(cell):
    assert ScoreReading(NPS).read(cell) == (None, "no score given (don't know)")


@pytest.mark.parametrize("cell", ["", " ", "-", "NaN", "NULL"])
def test_a_blank_cell_is_no_score_and_no_fault(cell):
    assert ScoreReading(NPS).read(cell) == (None, "")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("11", "score outside its scale"),
        ("-1", "score outside its scale"),
        ("9,5", "score is not a whole number"),
        ("x", "score is not a number"),
    ],
)
def test_the_reason_is_said(cell, reason):
    assert ScoreReading(NPS).read(cell) == (None, reason)


def test_declared_labels_and_labels_to_ignore():
    settings = ScoreSettings(
        name="csat", column="c", labels={"Mycket nöjd": 5, "Missnöjd": 1}, ignore=["Har inte handlat", "99"]
    )
    assert ScoreReading(settings).read("mycket  nöjd") == (5, "")
    assert ScoreReading(settings).read("har inte handlat") == (None, "no score given (don't know)")
    assert ScoreReading(settings).read("99") == (None, "no score given (don't know)")


def spread(low: int, high: int, each: int) -> dict[str, int]:
    return {str(value): each for value in range(low, high + 1)}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (spread(1, 5, 12), "all 60 values lie between 1 and 5"),
        ({"4": 30, "5": 20}, "between 4 and 5"),
        ({str(value): 6 for value in range(0, 101, 10)}, "numbers from 0 to 100"),
        ({"good": 30, "bad": 10}, "words and no numbers"),
        (spread(0, 10, 5) | {"99": 20}, "20 of 75 cells do not fit"),
    ],
)
def test_a_column_that_does_not_look_like_its_scale_stops_the_run(cells, says):
    with pytest.raises(InputError, match=says):
        inspect(NPS, cells)


@pytest.mark.parametrize(
    "cells",
    [
        {"9": 1, "10": 1, "8": 1},
        spread(0, 10, 1),
        spread(0, 6, 20),
        {"10": 500},
        {"9": 3, "abc": 2},
        {"9 - Likely": 50, "0": 50, "": 70},
    ],
)
def test_honest_columns_pass_in_silence(cells):
    assert inspect(NPS, cells)[1] == ()


@pytest.mark.parametrize(
    ("cells", "says"), [(spread(1, 5, 2), "make sure"), (spread(1, 10, 10), "No zero"), (spread(1, 7, 5), "make sure")]
)
def test_doubtful_columns_pass_with_a_word(cells, says):
    assert says in inspect(NPS, cells)[1][0]


def test_a_scale_declared_as_it_is_seen_passes_and_the_guard_can_be_told_to_trust():
    five = ScoreSettings(name="nps", column="s", scale=(1, 5), promoters=(5, 5), detractors=(1, 3))
    assert inspect(five, spread(1, 5, 20))[1] == ()
    trusted = ScoreSettings(name="nps", column="s", check_scale=False)
    assert inspect(trusted, spread(1, 5, 20))[1] == ()


def test_groups_alone_count_as_groups_and_their_mean_is_disowned():
    reading, notes = inspect(NPS, {"Promoter": 4, "Passiv": 2, "Detractor": 1})
    assert "groups only" in notes[0]
    assert [reading.read(cell)[0] for cell in ("Promoter", "Passiv", "Detractor")] == [10, 8, 0]
    mixed, _ = inspect(NPS, {"9": 40, "Promoter": 1})
    assert mixed.read("Promoter") == (None, "score is not a number")
