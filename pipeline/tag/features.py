"""What a linear model sees of a text: hashed words and pieces of words, and what the phrases found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from scipy import sparse

from pipeline.languages.folding import fold

BUCKETS = 2**17
_WORD = re.compile(r"\w+|[^\w\s]{2,}|[!?]")
_DIGITS = re.compile(r"\d+")
_SHORTEST, _LONGEST = 3, 5
_CACHED_WORDS = 200_000


class HashedWords:
    """Texts as sparse rows: words, pairs of neighbours, and pieces of three to five letters, hashed.

    Pieces let inflections, compounds and misspellings share what was learned of a word; numbers are all the
    same. A row's values are 1 / sqrt(number of features), so long and short texts weigh alike.
    """

    def __init__(self) -> None:
        self._cache: dict[str, np.ndarray] = {}

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """A matrix (texts, BUCKETS) of float32."""
        indices, values, ends = [], [], [0]
        for text in texts:
            found = self._features(_WORD.findall(_DIGITS.sub("0", fold(text))))
            indices.append(found)
            values.append(np.full(len(found), 1 / np.sqrt(max(1, len(found))), dtype=np.float32))
            ends.append(ends[-1] + len(found))
        return sparse.csr_matrix(
            (np.concatenate([*values, []]).astype(np.float32), np.concatenate([*indices, []]).astype(np.int32), ends),
            shape=(len(texts), BUCKETS),
        )

    def _features(self, words: Sequence[str]) -> np.ndarray:
        if not words:
            return np.empty(0, dtype=np.int32)
        pairs = [crc32(f"{a} {b}".encode()) % BUCKETS for a, b in zip(words, words[1:])]
        return np.unique(np.concatenate([*(self._of_word(word) for word in words), np.array(pairs, dtype=np.int32)]))

    def _of_word(self, word: str) -> np.ndarray:
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            bounded = f"<{word}>"
            pieces = {
                bounded[i : i + size]
                for size in range(_SHORTEST, _LONGEST + 1)
                for i in range(len(bounded) - size + 1)
                if size < len(bounded)
            }
            hashes = sorted({crc32(piece.encode()) % BUCKETS for piece in (f"={word}", *pieces)})
            known = self._cache[word] = np.array(hashes, dtype=np.int32)
        return known
