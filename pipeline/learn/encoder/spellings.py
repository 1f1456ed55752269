"""Texts as word numbers, and each word as pieces: spelt well, cut otherwise, or misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from pipeline.learn.encoder.corpus import Meaning
from pipeline.learn.encoder.pieces import SPACE
from pipeline.learn.encoder.ragged import Ragged

WAYS_SAID = 2  # translations of one text into one language that are kept
CUT, MISSPELT = 4, 3  # how many times each word is cut elsewhere, and misspelt
SHORTEST_MISSPELT = 4  # characters of a word that survives a slip
_LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))


@dataclass(frozen=True)
class Lessons:
    """Meanings as numbers.

    `texts`: words of each text. `spellings`: pieces of each word, `ways` times over (row way · words + word;
    way 0 is the right one). `said`: texts of each meaning, English first, one a row.
    """

    texts: Ragged
    spellings: Ragged
    ways: int
    said: Ragged

    def pieces(self, texts: np.ndarray, misspelt: float, rng: np.random.Generator) -> Ragged:
        """Pieces of `texts`, a share `misspelt` of whose words is cut or spelt otherwise."""
        words = self.texts.take(texts)
        number = (len(self.spellings.offsets) - 1) // self.ways
        way = np.where(rng.random(len(words.flat)) < misspelt, rng.integers(1, self.ways, len(words.flat)), 0)
        cut = self.spellings.take(way * number + words.flat)
        return Ragged(cut.flat, cut.offsets[words.offsets])


def prepare(meanings: Sequence[Meaning], tokenizer: Tokenizer, rng: np.random.Generator) -> Lessons:
    """The lessons in `meanings`, which are said in two languages at least."""
    number: dict[str, int] = {}
    texts: list[list[int]] = []
    said = []
    for meaning in meanings:
        first = len(texts)
        for ways in meaning.words.values():
            for text in ways[:WAYS_SAID]:
                words = tokenizer.normalizer.normalize_str(text).split()
                texts.append([number.setdefault(word, len(number)) for word in words])
        said.append(range(first, len(texts)))
    spellings = _spellings(list(number), tokenizer, rng)
    return Lessons(Ragged.of(texts), Ragged.of(sum(spellings, [])), len(spellings), Ragged.of(said))


def _spellings(words: list[str], tokenizer: Tokenizer, rng: np.random.Generator) -> list[list[list[int]]]:
    def pieces(spelt: list[str]) -> list[list[int]]:
        return [found.ids for found in tokenizer.encode_batch(spelt, add_special_tokens=False)]

    elsewhere = [[cut_elsewhere(word, tokenizer, rng) for word in words] for _ in range(CUT)]
    misspelt = [pieces([misspell(word, rng) for word in words]) for _ in range(MISSPELT)]
    return [pieces(words), *elsewhere, *misspelt]


def cut_elsewhere(word: str, tokenizer: Tokenizer, rng: np.random.Generator) -> list[int]:
    """Pieces of the word, first cut in two anywhere: what BPE-dropout (Provilkov et al. 2020) does, and seeded."""
    at = 1 + int(rng.integers(len(word)))
    return [piece.id for part in (SPACE + word[:at], word[at:]) if part for piece in tokenizer.model.tokenize(part)]


def misspell(word: str, rng: np.random.Generator) -> str:
    """The word with one slip: two letters swapped, one lost, doubled or another; short words stay."""
    if len(word) < SHORTEST_MISSPELT:
        return word
    at = int(rng.integers(len(word) - 1))
    before, here, there, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    slips = (there + here, there, here + here + there, str(rng.choice(_LETTERS)) + there)
    return before + slips[rng.integers(len(slips))] + after
