"""Trains a detector from text files, or adds a language to a trained one:

    python -m pipeline.detect.train --text sv=FILE --text da=FILE … --world-text de=FILE … --out models/my-detector
    python -m pipeline.detect.train --add fi=FILE --out models/my-detector

`--text` takes lines of running text, several times a language if need be; `--world-text` is the same for languages
that only have to be known as foreign. A 25th of lines and words, chosen by their hash, is kept for calibration and
for the figures printed at the end. Seeded: the same files give the same model.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipeline import shipped
from pipeline.detect.builtin import detector_named
from pipeline.detect.corpus import (
    Corpus,
    Sampler,
    Spelling,
    Teacher,
    comparable,
    corpus_of,
    most_frequent,
    read_known_words,
    write_known_words,
)
from pipeline.detect.expectations import language_folders
from pipeline.detect.fit import fit
from pipeline.detect.held_out import accuracies, with_calibration
from pipeline.detect.linear import HashedModel, LinearDetector, save
from pipeline.detect.ngrams import Hashing

TYPED_LIKE = {"nb": "da", "nn": "da"}  # languages without a folder whose keyboards lack the same letters
KNOWN_WORDS = "words.tsv.gz"  # of each language the commonest words, kept to add languages against
KNOWN_NEAR, KNOWN_WORLD = 4000, 1000


@dataclass(frozen=True)
class Recipe:
    """What of a corpus goes into a model, and how it is fitted. Chosen on held-out text.

    `most_words` a language enter; single words have `words_weight` in all, growing with their frequency to
    the power `words_flatten`; `pairs`, `sentences` (of random words) and `lines` are numbers a language.
    """

    hashing: Hashing
    most_words: int
    words_weight: float
    words_flatten: float
    pairs: int
    sentences: int
    lines: int
    penalty: float
    epochs: int
    rate: float


NEAR_RECIPE = Recipe(Hashing(5, 20, 18), 300_000, 1.0, 0.3, 60_000, 40_000, 60_000, 2e-8, 3, 0.02)
WORLD_RECIPE = Recipe(Hashing(4, 16, 15), 30_000, 0.5, 0.3, 4_000, 10_000, 4_000, 2e-8, 3, 0.02)
# One column against settled ones: fewer texts, more passes.
ADDING = {"pairs": 8_000, "sentences": 8_000, "lines": 20_000, "epochs": 6}


def train(
    near: Mapping[str, Corpus],
    world: Mapping[str, Corpus],
    seed: int,
    teacher: str | None = None,
    offsets: Mapping[str, float] | None = None,
) -> tuple[HashedModel, HashedModel]:
    """The two models of a detector, calibrated: `near` languages told apart, `world` known as foreign.

    A detector named as `teacher` has a say about the labels of single words in the near model; `offsets` (0 where
    left out) are its own.
    """
    everywhere = {name: most_frequent(corpus, WORLD_RECIPE.most_words) for name, corpus in {**near, **world}.items()}
    fine = _fitted(near, NEAR_RECIPE, seed, teacher=_teacher(teacher, list(near)))
    fine = replace(fine, offsets=tuple((offsets or {}).get(name, 0.0) for name in near))
    return with_calibration(fine, near), with_calibration(_fitted(everywhere, WORLD_RECIPE, seed), everywhere)


def add(folder: Path, language: str, corpus: Corpus, seed: int) -> tuple[HashedModel, HashedModel, dict[str, Corpus]]:
    """The models in `folder` with one more language, and the words by which all languages are known.

    The old weights stay and the old calibration holds; the new column is learned against the words that ship
    with the model.
    """
    detector, known = LinearDetector.load(folder), read_known_words(folder / KNOWN_WORDS)
    grown = []
    for model, recipe in ((detector.near, NEAR_RECIPE), (detector.world, WORLD_RECIPE)):
        if language in model.languages:
            grown.append(model)
            continue
        corpora = {name: known[name] for name in model.languages}
        corpora[language] = most_frequent(corpus, recipe.most_words)
        fitted = _fitted(corpora, replace(recipe, **ADDING), seed, model)
        grown.append(replace(fitted, offsets=(*model.offsets, 0.0), calibration=model.calibration))
    return grown[0], grown[1], {**known, language: corpus}


def _fitted(
    corpora: Mapping[str, Corpus],
    recipe: Recipe,
    seed: int,
    start: HashedModel | None = None,
    teacher: Teacher | None = None,
) -> HashedModel:
    print(f"{', '.join(corpora)}:")
    sampler = Sampler(corpora, seed)
    sampler.single_words(recipe.words_weight, recipe.words_flatten, _spellings(), teacher)
    sampler.random_texts(recipe.pairs, (2, 2), 0.5, 0.5)
    sampler.random_texts(recipe.sentences, (2, 5), 0.75, 0.5)
    sampler.random_texts(recipe.sentences, (4, 16), 1.0, 0.5)
    sampler.lines(recipe.lines, 1.0, 0.3)
    hashing = start.hashing if start else recipe.hashing
    weights = start.weights * np.float32(start.scale) if start else None
    return fit(
        sampler.samples(),
        list(corpora),
        hashing,
        recipe.penalty,
        recipe.epochs,
        recipe.rate,
        seed,
        print,
        weights,
    )


def _spellings() -> dict[str, Spelling]:
    """How each language with a folder is typed."""
    letters = {
        folder.name: tomllib.loads((folder / "letters.toml").read_text("utf-8")) for folder in language_folders()
    }
    spellings = {name: Spelling(listed["typed"], listed["unmarked"]) for name, listed in letters.items()}
    return spellings | {name: spellings[like] for name, like in TYPED_LIKE.items() if like in spellings}


def _teacher(name: str | None, languages: Sequence[str]) -> Teacher | None:
    """The shares of `languages` that the detector of that name gives to words."""
    if name is None:
        return None
    detector = detector_named(name)

    def shares(words: Sequence[str]) -> np.ndarray:
        beliefs = detector.weigh(words, languages)
        return beliefs.shares[:, [beliefs.languages.index(language) for language in languages]]

    return shares


def write_model(near: HashedModel, world: HashedModel, known: Mapping[str, Corpus], folder: Path) -> None:
    """Saves the models, with the commonest words of each language, and prints how they do on what was held out."""
    print("Held-out accuracy in per cent, near:", accuracies(near, known), sep="\n")
    print("and world:", accuracies(world, known), sep="\n")
    save(near, world, folder)
    sizes = {name: KNOWN_NEAR if name in near.languages else KNOWN_WORLD for name in known}
    write_known_words({name: most_frequent(known[name], sizes[name]) for name in known}, folder / KNOWN_WORDS)


def _corpora(given: Sequence[str], leave_out: frozenset[str], most_words: int) -> dict[str, Corpus]:
    """The corpora of `language=file` arguments."""
    texts: dict[str, list[str]] = {}
    for item in given:
        language, _, path = item.partition("=")
        texts.setdefault(language, []).extend(Path(path).read_text("utf-8").splitlines())
    return {language: corpus_of(texts[language], leave_out, most_words) for language in sorted(texts)}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.detect.train", description="Trains a language detector.")
    files = {"action": "append", "default": [], "metavar": "LANGUAGE=FILE"}
    parser.add_argument("--text", help="lines of text", **files)
    parser.add_argument("--world-text", help="lines in a language only to be known as foreign", **files)
    parser.add_argument("--add", metavar="LANGUAGE=FILE", help="lines of a language to add to the model in --to")
    parser.add_argument("--to", type=Path, default=None, help="folder of that model; left out, the shipped one")
    parser.add_argument("--leave-out", type=Path, action="append", default=[], help="lines never to train on")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    leave_out = frozenset(comparable(line) for path in given.leave_out for line in path.read_text("utf-8").splitlines())
    if given.add:
        ((language, corpus),) = _corpora([given.add], leave_out, NEAR_RECIPE.most_words).items()
        folder = given.to or shipped.folder("models") / "detector"
        near, world, known = add(folder, language, corpus, given.seed)
    else:
        near_texts = _corpora(given.text, leave_out, NEAR_RECIPE.most_words)
        world_texts = _corpora(given.world_text, leave_out, WORLD_RECIPE.most_words)
        (near, world), known = train(near_texts, world_texts, given.seed), {**world_texts, **near_texts}
    write_model(near, world, known, given.out)


if __name__ == "__main__":
    main()
