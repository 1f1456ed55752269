"""How often the translation is the nearest of all, and how much of that bad spelling costs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pipeline.learn.encoder.corpus import Meaning, held_out_sentences
from pipeline.learn.encoder.spellings import misspell

DIRECTIONS = (("sv", "en"), ("da", "en"), ("ro", "en"), ("sv", "da"), ("da", "ro"))
MISSPELT = 0.2  # the share of words with a slip

Encode = Callable[[Sequence[str]], np.ndarray]


def found_at_once(queries: np.ndarray, targets: np.ndarray) -> float:
    """The share of rows of `queries` whose nearest row of `targets`, by cosine, is the one in the same place."""
    return float(np.mean((queries @ targets.T).argmax(axis=1) == np.arange(len(queries))))


def examine(encode: Encode, held_out: Sequence[Meaning], distractors: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """`found_at_once` for each of `DIRECTIONS` among held-out sentences and the `distractors` of a language."""
    shares = {}
    for first, second in DIRECTIONS:
        queries, targets = held_out_sentences(held_out, first, second)
        shares[f"{first}-{second}"] = found_at_once(encode(queries), encode([*targets, *distractors.get(second, ())]))
    return shares


def spellings(seed: int = 0) -> dict[str, Callable[[str], str]]:
    """Ways in which a text reaches us, by name."""
    rng = np.random.default_rng(seed)

    def with_slips(text: str) -> str:
        return " ".join(misspell(word, rng) if rng.random() < MISSPELT else word for word in text.split())

    return {"as written": str, "no diacritics": without_diacritics, "CAPITALS": str.upper, "slips": with_slips}


def without_diacritics(text: str) -> str:
    """The text as typed on a keyboard without the letters: ø as o, æ as ae."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.translate(str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE"}))
