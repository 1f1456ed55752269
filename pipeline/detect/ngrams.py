"""Words as hashed character n-grams, many words at a time.

A word is `^word$`. Its features are the n-grams of up to `longest` characters and the whole word, each
hashed to a row of a table. Everything is arithmetic on arrays: no loop over letters, and no hash that
differs between processes, as Python's own does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LONGEST_WORD = 40  # characters of a word that count; nobody's language is in the 41st

# Row 0 of a table stays zero: what is no n-gram points there.
NULL_ROW = 0

CEDILLA = str.maketrans({"ş": "ș", "ţ": "ț", "’": "'", "\u0307": ""})
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True)
class Hashing:
    """How words become rows: n-grams up to `longest`, in 2**`ngram_bits` rows, words in 2**`word_bits` more."""

    longest: int
    ngram_bits: int
    word_bits: int

    @property
    def rows(self) -> int:
        """The rows of a table of weights."""
        return 2**self.ngram_bits + 2**self.word_bits

    def features(self, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows of the table a character and n-gram length, row of each whole word, first character of each word.

        The first has one line a character of all `^word$`, one column a length of n-gram, starting there;
        `NULL_ROW` where the n-gram would leave its word.
        """
        framed = [f"^{word}$" for word in words]
        codes = np.frombuffer("".join(framed).encode("utf-32-le"), np.uint32).astype(np.uint64)
        lengths = np.fromiter(map(len, framed), np.int64, len(framed))
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
        left = np.repeat(starts + lengths, lengths) - np.arange(len(codes))  # characters from here to the end
        table = np.full((len(codes), self.longest), NULL_ROW, np.int64)
        rolling = np.zeros(len(codes), np.uint64)
        for length in range(1, self.longest + 1):
            rolling = rolling[: len(codes) - length + 1] * _STEP + codes[length - 1 :]
            rows = 1 + (_mixed(rolling + np.uint64(length)) % np.uint64(2**self.ngram_bits - 1)).astype(np.int64)
            inside = left[: len(rows)] >= length
            table[: len(rows), length - 1] = np.where(inside, rows, NULL_ROW)
        place = np.arange(len(codes)) - np.repeat(starts, lengths)
        whole = np.add.reduceat(_mixed(codes * _STEP + place.astype(np.uint64)), starts)
        word_rows = 2**self.ngram_bits + (_mixed(whole) % np.uint64(2**self.word_bits)).astype(np.int64)
        return table, word_rows, starts

    def count(self, words: Sequence[str]) -> np.ndarray:
        """The number of features of each word."""
        lengths = np.fromiter(map(len, words), np.int64, len(words)) + 2
        ngrams = [np.maximum(lengths - length + 1, 0) for length in range(1, self.longest + 1)]
        return np.sum(ngrams, axis=0) + 1


def _mixed(hashes: np.ndarray) -> np.ndarray:
    """Hashes whose every bit depends on every bit (splitmix64; Steele, Lea and Flood, 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIX_A
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIX_B
    return hashes ^ (hashes >> np.uint64(31))


def normal_word(word: str) -> str:
    """A lower-case word in the one spelling that the tables know: NFKC, comma-below for cedilla, plain apostrophe."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word).translate(CEDILLA)
    return word[:LONGEST_WORD]


def split_words(text: str) -> list[str]:
    """The words of a text in lower case, as they stand."""
    return WORD.findall(text.lower())
