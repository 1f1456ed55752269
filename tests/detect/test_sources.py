"""Where the shipped detector's text comes from: licensed sets only, shared lines out, words made by rule."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipeline import shipped
from pipeline.detect.rebuild import lines_to_leave_out
from pipeline.detect.sources import Rewriting, compounds, own_texts, parallel_texts, profile_words, varied_words

TEXT = shipped.folder("models") / "detector" / "text"


def write_set(folder: Path, name: str, *rows: str) -> None:
    with gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")


def test_only_sets_whose_licence_allows_it_are_read(tmp_path: Path) -> None:
    write_set(tmp_path, "tatoeba.en-sv", "A good day.\tEn bra dag.")
    write_set(tmp_path, "dict.wiktionary.en-sv", "day\tdag")
    for name in ("woocommerce", "magento", "nextcloud", "antennapod", "dict.freedict", "unheard-of"):
        write_set(tmp_path, f"{name}.en-sv", "forbidden\tförbjudet")
    assert parallel_texts(tmp_path) == ({"en": ["A good day."], "sv": ["En bra dag."]}, {"en": ["day"], "sv": ["dag"]})


def test_a_line_in_two_languages_is_dropped(tmp_path: Path) -> None:
    write_set(tmp_path, "odoo.en-da", "Send invoice\tSend faktura", "Point of Sale\tPoint of Sale!")
    write_set(tmp_path, "spree.sv-da", "Skicka\tSend faktura")
    assert parallel_texts(tmp_path)[0] == {"en": ["Send invoice"], "da": ["Send faktura"], "sv": ["Skicka"]}


def test_our_own_text_is_there_in_each_language() -> None:
    own = own_texts(shipped.folder("data"), TEXT)
    assert all(len(own[language]) > 1000 for language in ("sv", "da", "ro", "en"))
    assert all(own[language] for language in ("nb", "nn"))


@pytest.mark.parametrize(
    ("file", "line", "rewritten"),
    [
        ("bokmal.tsv", "Jeg ved ikke, hvad venlighed er", "jeg vet ikke hva vennlighet er"),
        ("bokmal.tsv", "dygtige funktioner", "dyktige funksjoner"),
        ("nynorsk.tsv", "Jeg vet ikke hva dere gjør", "eg veit ikkje kva de gjer"),
        ("nynorsk.tsv", "en tydelig mulighet", "ein tydeleg moglegheit"),
    ],
)
def test_a_line_is_rewritten_in_the_neighbour(file: str, line: str, rewritten: str) -> None:
    assert Rewriting(TEXT / file).line(line) == rewritten


def test_words_are_varied_by_the_endings_that_words_like_them_take() -> None:
    words = ["bilar", "bilen", "hundar", "hunden", "flaskor"]
    assert set(varied_words(words, ["ar", "en", "or"], 5, 0)) <= {"bilar", "bilen", "hundar", "hunden"}


def test_made_words_are_the_same_for_the_same_seed() -> None:
    assert profile_words("da", 50, 1) == profile_words("da", 50, 1) != profile_words("da", 50, 2)
    assert compounds(["hus", "dør"], ["", "s"], 9, 1) == compounds(["hus", "dør"], ["", "s"], 9, 1)


def test_spelled_words_have_the_frequencies_of_the_language() -> None:
    spelled = profile_words("de", 4000, 0)
    assert {"der", "und", "die"} <= set(sorted(spelled, key=lambda word: -spelled[word])[:30])
    assert sum(spelled.values()) == pytest.approx(1)


def test_lines_to_leave_out_come_from_folders_and_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "sv.txt").write_text("Hej, Du!\n", "utf-8")
    (tmp_path / "short.toml").write_text('sv = ["Bra service"]\n', "utf-8")
    assert lines_to_leave_out([tmp_path / "deep", tmp_path / "short.toml"]) == {"hej du", "bra service"}
