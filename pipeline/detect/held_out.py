"""How a model does on words and lines that it was not trained on, and the calibration that they give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from pipeline.detect.corpus import Corpus
from pipeline.detect.fit import calibration
from pipeline.detect.linear import HashedModel
from pipeline.detect.ngrams import normal_word, split_words

MOST = 1500  # held-out words, pairs and lines a language
SHORTEST_WORD = 5
KINDS = ("words", "pairs", "lines")


def held_out(corpora: Mapping[str, Corpus]) -> tuple[list[list[str]], np.ndarray, np.ndarray]:
    """Texts as words; the column of the language of each; its kind, an index of `KINDS`."""
    texts: list[list[str]] = []
    labels: list[int] = []
    kinds: list[int] = []
    random = np.random.default_rng(0)
    best: dict[str, int] = {}
    for corpus in corpora.values():
        for rank, word in enumerate(corpus.held_out_words):
            best[word] = min(best.get(word, rank), rank)
    for column, corpus in enumerate(corpora.values()):
        # A word counts for a language in which it is about as common as where it is most common.
        ranked = enumerate(corpus.held_out_words[:MOST])
        words = [word for rank, word in ranked if rank <= 8 * best[word] + 20 and len(word) >= SHORTEST_WORD]
        pairs = [list(pair) for pair in random.choice(words, (len(words), 2))] if words else []
        lines = [[normal_word(word) for word in split_words(line)] for line in corpus.held_out_lines]
        lines = [line for line in lines if line]
        lines = [lines[row] for row in random.permutation(len(lines))[:MOST]]
        for kind, found in enumerate(([[word] for word in words], pairs, lines)):
            texts += found
            labels += [column] * len(found)
            kinds += [kind] * len(found)
    return texts, np.array(labels), np.array(kinds)


def text_sums(model: HashedModel, texts: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """The summed weights of each text, and its number of letters."""
    words = list(dict.fromkeys(word for text in texts for word in text))
    ids = {word: row for row, word in enumerate(words)}
    sums = model.sums(words).astype(np.int64)
    totals = np.array([sums[[ids[word] for word in text]].sum(axis=0) for text in texts])
    return totals, np.array([sum(map(len, text)) for text in texts])


def with_calibration(model: HashedModel, corpora: Mapping[str, Corpus]) -> HashedModel:
    """The model with the calibration that fits the held-out texts of `corpora` (one a language, in order)."""
    texts, labels, _ = held_out(corpora)
    sums, letters = text_sums(model, texts)
    return replace(model, calibration=calibration(model.logits(sums), letters, labels))


def accuracies(model: HashedModel, corpora: Mapping[str, Corpus]) -> str:
    """A line a language: per cent right among all of the model's languages, of words, pairs and lines held out."""
    texts, labels, kinds = held_out({name: corpora[name] for name in model.languages})
    sums, letters = text_sums(model, texts)
    right = model.shares(sums, letters).argmax(axis=1) == labels
    told = []
    for column, language in enumerate(model.languages):
        found = {name: right[(labels == column) & (kinds == kind)] for kind, name in enumerate(KINDS)}
        figures = [f"{name} {100 * hits.mean():.1f} (n {len(hits)})" for name, hits in found.items() if len(hits)]
        if figures:
            told.append(f"  {language}: {', '.join(figures)}")
    return "\n".join(told)
