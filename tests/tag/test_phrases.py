"""Phrases are found as a speaker means them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.folding import compose, fold
from pipeline.tag.phrases import PhraseFinder


def found(phrase: str, text: str) -> bool:
    finder = PhraseFinder([(phrase, "it")], lambda word: [word])
    return bool(finder.find(fold(compose(text)).split()))


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("leverans", "Snabb LEVERANS", True),
        ("leverans", "leveransen", False),
        ("leverans*", "leveransen", True),
        ("*leverans", "hemleverans", True),
        ("*leverans*", "hemleveransen", True),
        ("återbetalning", "aterbetalning", True),
        ("înapoi", "inapoi", True),
        ("țară", "ţară", True),
        ("kom ... sent", "kom tre veckor för sent", True),
        ("kom ... sent", "kom ett två tre fyra sent", False),
        ("kom sent", "kom inte sent", False),
    ],
)
def test_wildcards_gaps_and_diacritics(phrase: str, text: str, there: bool) -> None:
    assert found(phrase, text) is there


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_character_folds_to_one_that_stays() -> None:
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    folded = [fold(character) for character in characters]
    assert {len(f) for f in folded} == {1}
    assert [fold(f) for f in folded] == folded
