"""Nothing to say is not nothing meant."""

from __future__ import annotations

import pytest

from pipeline.detect.meaning import meaning


@pytest.mark.parametrize(
    "answer",
    ["Inget", "vet ej.", "Nej tack!", "INGET SÄRSKILT", "inget sarskilt", "Ved ikke", "intet at tilføje", "Nimic",
     "nu stiu", "Nu știu", "n-am", "N/A", "n.a.", "Nothing really", "I don’t know", "no comment"],
)  # fmt: skip
def test_an_answer_that_declines_says_nothing(answer: str) -> None:
    assert meaning(answer) == "nothing"


@pytest.mark.parametrize(
    "answer",
    [
        "-",
        "--",
        "...",
        "?",
        "asdf",
        "ASDF",
        "qwerty",
        "asdasd",
        "xxxxx",
        "aaaaaaa",
        "x",
        "😀",
        "👍👍",
        "sdkfjh",
        "hjkl",
        ".",
    ],
)
def test_keys_marks_and_emoji_mean_nothing(answer: str) -> None:
    assert meaning(answer) == "noise"


@pytest.mark.parametrize("answer", [None, "", "   ", "\n\t"])
def test_no_text_is_empty(answer: str | None) -> None:
    assert meaning(answer) == "empty"


@pytest.mark.parametrize(
    "answer",
    ["dyrt", "ok", "Nej, det tog för lång tid", "nothing works", "inget fungerar", "10/10", "nimic nu merge", "TV",
     "GDPR", "bra 👍", "ca", "we were", "GPS", "100 %", "intet virker", "the best"],
)  # fmt: skip
def test_an_answer_with_content_is_meant(answer: str) -> None:
    assert meaning(answer) == "meant"
