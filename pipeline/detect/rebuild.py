"""Trains the detector that ships with the program, from open text and our own:

    python -m pipeline.detect.rebuild --parallel FOLDER --leave-out FOLDER_OR_FILE … --out models/detector

`--parallel` is the folder of parallel sets (`sources.py` says which are read), `--leave-out` the test sets: no line of
their .txt and .toml files is trained on. Everything else is in the repository, or comes with langdetect and lingua.
Seeded: the same text gives the same model.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline import shipped
from pipeline.detect.builtin import detector_named
from pipeline.detect.corpus import Corpus, comparable, corpus_of
from pipeline.detect.sources import (
    NEAR,
    WORLD,
    Rewriting,
    compounds,
    own_texts,
    parallel_texts,
    profile_words,
    strings,
    varied_words,
    words_of,
)
from pipeline.detect.train import NEAR_RECIPE, WORLD_RECIPE, train, write_model

TEACHER = "lingua"
# Found on held-out words and pairs: English, which has the fewest forms, would take too many words of the others.
OFFSETS = {"en": -0.1}
LISTED = 3e-7  # relative frequency of a word from a dictionary
MADE = 1e-8  # and of one that was only made
FORMS_EACH, COMPOUNDS, SPELLED = 2, 30_000, 30_000
WORLD_SPELLED = 150_000
ICELANDIC_FORMS, ICELANDIC_COMPOUNDS, MADE_ICELANDIC = 10, 3_000, 1e-5


def near_corpora(parallel: Path, leave_out: frozenset[str], seed: int) -> dict[str, Corpus]:
    """The corpora of the languages to be told apart: text, dictionaries, and words made like theirs."""
    text = shipped.folder("models") / "detector" / "text"
    endings = tomllib.loads((text / "endings.toml").read_text("utf-8"))
    lines, entries = parallel_texts(parallel)
    texts = own_texts(shipped.folder("data"), text)
    for name in lines:
        texts[name] += lines[name]
    to_nynorsk = Rewriting(text / "nynorsk.tsv")
    texts["nb"] += _taken_for("nb", map(Rewriting(text / "bokmal.tsv").line, texts["da"]))
    texts["nn"] += _taken_for("nn", map(to_nynorsk.line, texts["nb"]))
    entries["nn"] = [to_nynorsk.line(entry) for entry in entries["nb"]]
    corpora = {}
    for number, name in enumerate(sorted(NEAR)):
        known, listed = words_of(texts[name]), words_of(entries[name])
        everything = list(dict.fromkeys([*known, *listed]))
        made = varied_words(everything, endings[name]["endings"], FORMS_EACH, seed + number)
        if endings[name]["joints"]:
            made += compounds(everything, endings[name]["joints"], COMPOUNDS, seed + number)
        if name != "nn":
            made += profile_words(name, SPELLED, seed + number)
        weights = {**dict.fromkeys(made, MADE), **dict.fromkeys(listed, LISTED)}
        corpora[name] = corpus_of(texts[name], leave_out, NEAR_RECIPE.most_words, weights)
        print(
            f"{name}: {len(texts[name]):,} lines, {len(known):,} words in them, {len(corpora[name].words):,} words in all"
        )
    return corpora


def _taken_for(language: str, lines: Iterable[str]) -> list[str]:
    """The lines that the teacher takes for `language` among the six: where rewriting by rule went well."""
    lines = list(dict.fromkeys(lines))
    beliefs = detector_named(TEACHER).weigh(lines, NEAR)
    best = beliefs.shares.argmax(axis=1)
    return [line for line, column in zip(lines, best, strict=True) if beliefs.languages[column] == language]


def world_corpora(leave_out: frozenset[str], seed: int) -> dict[str, Corpus]:
    """The corpora of languages that only have to be known as foreign: spelled words, and our page of Icelandic."""
    text = shipped.folder("models") / "detector" / "text"
    icelandic = (text / "is.txt").read_text("utf-8").splitlines()
    words, made_by = words_of(icelandic), tomllib.loads((text / "endings.toml").read_text("utf-8"))["is"]
    made = varied_words(words, made_by["endings"], ICELANDIC_FORMS, seed) + compounds(
        words, made_by["joints"], ICELANDIC_COMPOUNDS, seed
    )
    corpora = {"is": corpus_of(icelandic, leave_out, WORLD_RECIPE.most_words, dict.fromkeys(made, MADE_ICELANDIC))}
    for number, name in enumerate(WORLD):
        spelled = profile_words(name, WORLD_SPELLED, seed + number)
        corpora[name] = corpus_of((), leave_out, WORLD_RECIPE.most_words, spelled)
    return corpora


def lines_to_leave_out(paths: Sequence[Path]) -> frozenset[str]:
    """The `comparable` lines of .txt files and strings of .toml files, those in folders included."""
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.*")))]
    lines: set[str] = set()
    for file in files:
        if file.suffix == ".txt":
            lines.update(map(comparable, file.read_text("utf-8").splitlines()))
        elif file.suffix == ".toml":
            lines.update(map(comparable, strings(tomllib.loads(file.read_text("utf-8")))))
    return frozenset(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.detect.rebuild", description="Trains the detector that ships with the program."
    )
    parser.add_argument("--parallel", type=Path, required=True, help="folder of parallel sets")
    parser.add_argument("--leave-out", type=Path, action="append", default=[], help="lines never to train on")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    began = time.monotonic()
    leave_out = lines_to_leave_out(given.leave_out)
    near = near_corpora(given.parallel, leave_out, given.seed)
    world = world_corpora(leave_out, given.seed)
    write_model(*train(near, world, given.seed, TEACHER, OFFSETS), {**near, **world}, given.out)
    print(f"Done in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
