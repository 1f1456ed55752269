"""Training from text files, and adding a language to what was trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.detect import detect_texts, train
from pipeline.detect.corpus import corpus_of, is_held_out
from pipeline.detect.ngrams import Hashing

# Made-up languages that differ in their letters: the point is the road, not the accuracy.
SYLLABLES = {
    "sv": "åk äst ön mjö",
    "da": "æv øm sjæ køb",
    "ro": "ști ăre ulu eaz",
    "fi": "kää nyy tta uom",
    "de": "sch ung pfl eiß",
}


def text_of(language: str) -> str:
    first = SYLLABLES[language].split()
    words = [a + b + c for a in first for b in first for c in ("", *first)]
    return "\n".join(f"{one} {two} {three}" for one, two, three in zip(words, words[7:], words[13:], strict=False))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = train.Recipe(Hashing(3, 10, 8), 500, 1.0, 0.3, 100, 100, 100, 1e-7, 4, 0.1)
    monkeypatch.setattr(train, "NEAR_RECIPE", recipe)
    monkeypatch.setattr(train, "WORLD_RECIPE", recipe)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    for language in SYLLABLES:
        (tmp_path / f"{language}.txt").write_text(text_of(language), "utf-8")
    return {language: f"{language}={tmp_path / language}.txt" for language in SYLLABLES}


def trained(files: dict[str, str], folder: Path) -> Path:
    given = [item for language in ("sv", "da", "ro") for item in ("--text", files[language])]
    train.main([*given, "--world-text", files["de"], "--out", str(folder)])
    return folder


def test_a_model_trained_from_files_knows_their_languages(quick: None, files: dict[str, str], tmp_path: Path) -> None:
    folder = trained(files, tmp_path / "model")
    found = detect_texts(["åkäst önmjö mjööst", "ævøm køb sjæøm", "știulu ăreulu eazști"], detector=folder)
    assert [detection.language for detection in found] == ["sv", "da", "ro"]
    assert detect_texts(["schung pfleiß eißsch ungpfl"], detector=folder)[0].language == "de"


def test_the_same_files_give_the_same_bytes(quick: None, files: dict[str, str], tmp_path: Path) -> None:
    one, two = trained(files, tmp_path / "one"), trained(files, tmp_path / "two")
    for name in ("detector.json", "words.tsv.gz"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_a_language_is_added_by_one_command(quick: None, files: dict[str, str], tmp_path: Path) -> None:
    folder, grown = trained(files, tmp_path / "model"), tmp_path / "grown"
    train.main(["--add", files["fi"], "--to", str(folder), "--out", str(grown)])
    texts = ["kääuom nyytta uomkää", "åkäst önmjö mjööst", "ævøm køb sjæøm"]
    found = detect_texts(texts, detector=grown, languages=("sv", "da", "fi"))
    assert [detection.language for detection in found] == ["fi", "sv", "da"]


def test_lines_to_leave_out_are_left_out_in_any_case_and_spelling() -> None:
    corpus = corpus_of(["Ce faceţi astăzi?", "OK då", "Något annat"], frozenset({"ce faceți astăzi", "ok då"}), 100)
    kept = {*map(" ".join, corpus.lines), *map(str.lower, corpus.held_out_lines)}
    assert kept == {"något annat"}


def test_what_is_held_out_is_not_trained_on() -> None:
    lines = [f"rad nummer {'abcdefghij'[n % 10] * (n + 1)}" for n in range(300)]
    corpus = corpus_of(lines, frozenset(), 1000)
    assert corpus.held_out_words
    assert not set(corpus.held_out_words) & set(corpus.words)
    assert all(is_held_out(line) for line in corpus.held_out_lines)
