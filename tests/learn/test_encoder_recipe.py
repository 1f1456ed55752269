"""The recipe of the encoder: what it reads, how it misspells, and that it teaches and repeats itself."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.learn.encoder.corpus import held_out_sentences, read_meanings, split_meanings
from pipeline.learn.encoder.figures import found_at_once
from pipeline.learn.encoder.ragged import Ragged
from pipeline.learn.encoder.spellings import misspell

COLOURS = {"red": ("röd", "rød"), "blue": ("blå", "blå"), "green": ("grön", "grøn"), "black": ("svart", "sort")}
THINGS = {"car": ("bil", "bil"), "house": ("hus", "hus"), "book": ("bok", "bog"), "boat": ("båt", "båd")}


@pytest.fixture
def parallel(tmp_path: Path) -> Path:
    """Four colours of four things, in three languages; a source that may not be learnt from lies beside."""
    for number, language in enumerate(("sv", "da")):
        rows = [
            f"the {c} {t} is here\tden {COLOURS[c][number]} {THINGS[t][number]} er her" for c in COLOURS for t in THINGS
        ]
        with gzip.open(tmp_path / f"tatoeba.en-{language}.tsv.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")
    with gzip.open(tmp_path / "jellyfin.en-sv.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("forbidden\tförbjudet\n")
    return tmp_path


def test_translations_of_one_english_text_belong_together(parallel: Path) -> None:
    meanings = read_meanings(parallel)
    assert len(meanings) == 16
    assert meanings[0].words == {
        "en": ["the red car is here"],
        "sv": ["den röd bil er her"],
        "da": ["den rød bil er her"],
    }


def test_without_files_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no parallel text"):
        read_meanings(tmp_path)


def test_what_is_held_out_does_not_hang_on_order(parallel: Path) -> None:
    meanings = read_meanings(parallel)
    learnt, held_out = split_meanings(meanings)
    again, held_out_again = split_meanings(meanings[::-1])
    assert {m.english for m in held_out} == {m.english for m in held_out_again}
    assert len(learnt) + len(held_out) == len(meanings) == len(again) + len(held_out_again)


def test_no_sentence_is_looked_for_twice(parallel: Path) -> None:
    english, swedish = held_out_sentences([m for m in read_meanings(parallel) for _ in range(2)], "en", "sv")
    assert len(set(english)) == len(english) == len(swedish) == len(set(swedish))


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=6), st.data())
def test_taken_rows_are_the_rows(rows: list[list[int]], data: st.DataObject) -> None:
    taken = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=8))
    assert Ragged.of(rows).take(np.array(taken)).lists() == [rows[i] for i in taken]


@given(st.text("abcdef", min_size=4, max_size=12), st.integers(0, 1000))
def test_a_slip_is_one_slip(word: str, seed: int) -> None:
    spelt = misspell(word, np.random.default_rng(seed))
    assert abs(len(spelt) - len(word)) <= 1
    changed = sum(a != b for a, b in zip(word, spelt))
    assert len(spelt) != len(word) or changed <= 2
    assert misspell(word[:3], np.random.default_rng(seed)) == word[:3]


def test_found_at_once_counts_the_nearest() -> None:
    queries, targets = np.eye(3), np.eye(3)[[0, 2, 1]]
    assert found_at_once(queries, targets) == pytest.approx(1 / 3)


def test_a_small_lesson_is_learnt_and_repeats_itself(parallel: Path, tmp_path: Path, monkeypatch) -> None:
    from pipeline.learn.encoder import __main__ as recipe
    from pipeline.tag.encoder import load_encoder

    # The true teacher is 90 MB: here, each colour and each thing has a direction.
    words = [*COLOURS, *THINGS]
    monkeypatch.setattr(
        recipe, "teach", lambda texts, *_: np.array([[w in text for w in words] for text in texts], np.float16)
    )
    command = ["--parallel", parallel, "--teacher", tmp_path, "--threads", "1", "--pieces", "90", "--dimensions", "8"]
    for out in ("first", "second"):
        recipe.main([str(part) for part in [*command, "--steps", "80", "--batch", "32", "--out", tmp_path / out]])
    english, swedish = (["the red boat is here", "the blue book is here"], ["den röd båt er her", "den blå bok er her"])
    first, second = load_encoder(tmp_path / "first"), load_encoder(tmp_path / "second")
    assert found_at_once(first.encode(swedish), first.encode(english)) == 1
    np.testing.assert_array_equal(first.encode(english), second.encode(english))
