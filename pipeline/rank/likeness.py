"""How alike two wishes are: the cosine of their vectors, less where themes or wanted qualities differ.

Every part of it is a product of something of the one and something of the other, so the mean likeness of a
wish to a group is its product with the group's mean: average linkage without any pair being looked at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.languages.folding import fold

Encode = Callable[[Sequence[str]], np.ndarray]

# Chosen on the wishes of tests/rank/wishes.toml that are marked "dev".
ALIKE = 0.36  # mean likeness from which wishes are one
_OTHER_THEME = 0.15
_OTHER_QUALITY = 0.7
_AMONG = 4_000  # neighbours are looked for among so many of the most usual wordings
_BLOCK = 2_048
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Likeness:
    """The two sides of the product, texts × features each: `left[i] @ right[j]` is how alike i and j are."""

    left: np.ndarray
    right: np.ndarray


def plain_words(text: str) -> str:
    """The words of `text`, folded, with single spaces: what makes two wordings the same wording."""
    return " ".join(_WORD.findall(fold(text)))


def likeness(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: Sequence[object],
    encode: Encode,
    everyday: Sequence[str],
    among: int,
) -> Likeness:
    """The likeness of `texts`, each in its language, with its theme, or something else than a string for none.

    `everyday`: ordinary answers. Their mean is taken off every vector, since what all answers have in common
    (a customer speaks of a company) makes different wishes look alike (Mu and Viswanath 2018, All-but-the-top).
    Then each vector is drawn towards the nearest one of each language among the first `among` texts, since a short
    text says little by itself (query expansion by neighbours: Chum and others 2007, Total recall).
    """
    vectors = _centred(encode(texts), encode(everyday))
    codes = {theme: i for i, theme in enumerate(sorted({t for t in themes if isinstance(t, str)}))}
    theme = np.zeros((len(texts), len(codes)), np.float32)
    themed = [i for i, t in enumerate(themes) if isinstance(t, str)]
    theme[themed, [codes[themes[i]] for i in themed]] = 1
    has_theme = theme.sum(axis=1, keepdims=True)
    values = np.array([_values(text, language) for text, language in zip(texts, languages)], dtype="int64")
    kinds, kind_of = np.unique(values, return_inverse=True)
    kind = np.eye(len(kinds), dtype=np.float32)[kind_of.reshape(-1)]
    differ = _differ(kinds)[kind_of.reshape(-1)]
    alike = Likeness(
        np.hstack([vectors, _OTHER_THEME * theme, -_OTHER_THEME * has_theme, -_OTHER_QUALITY * differ]),
        np.hstack([vectors, theme, has_theme, kind]),
    )
    drawn = _drawn_to_neighbours(vectors, alike, np.array(languages[: min(among, _AMONG)], dtype=str))
    for side in (alike.left, alike.right):
        side[:, : vectors.shape[1]] = drawn
    return alike


def _drawn_to_neighbours(vectors: np.ndarray, alike: Likeness, languages: np.ndarray) -> np.ndarray:
    """Each vector and, by its likeness to it, the nearest of each language; `languages`: of the first texts."""
    drawn = vectors.copy()
    for start in range(0, len(vectors), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(vectors)))
        near = np.round(alike.left[rows] @ alike.right[: len(languages)].T, 5)
        mine = rows[rows < len(languages)]
        near[mine - start, mine] = 0
        for language in np.unique(languages):
            those = np.flatnonzero(languages == language)
            best = those[near[:, those].argmax(axis=1)]
            weight = near[np.arange(len(rows)), best].clip(min=0)
            drawn[rows] += weight[:, None] * vectors[best]
    return _unit(drawn)


def _centred(vectors: np.ndarray, everyday: np.ndarray) -> np.ndarray:
    known = np.linalg.norm(vectors, axis=1, keepdims=True) > 0
    moved = np.where(known, vectors - (everyday.mean(axis=0) if len(everyday) else 0), 0)
    return _unit(moved.astype(np.float32))


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def _values(text: str, language: str) -> int:
    """The values that the words of `text` name, as a set of bits."""
    patterns = _patterns().get(language, ())
    found = 0
    for word in _WORD.findall(fold(text)):
        for bit, pattern in patterns:
            if pattern.fullmatch(word):
                found |= bit
    return found


def _differ(kinds: np.ndarray) -> np.ndarray:
    """For each pair of sets of values, 1 where both name values of one scale and none in common."""
    one, other = kinds[:, None], kinds[None, :]
    differ = np.zeros((len(kinds), len(kinds)), bool)
    for scale in _scales():
        differ |= ((one & scale) > 0) & ((other & scale) > 0) & ((one & other & scale) == 0)
    return differ.astype(np.float32)


@cache
def _qualities() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((Path(__file__).resolve().parent / "qualities.toml").read_text(encoding="utf-8"))


def _named() -> list[tuple[str, dict[str, list[str]]]]:
    return [(scale, stems) for scale, values in _qualities().items() for stems in values.values()]


@cache
def _scales() -> tuple[int, ...]:
    return tuple(sum(1 << i for i, (s, _) in enumerate(_named()) if s == scale) for scale in _qualities())


@cache
def _patterns() -> dict[str, tuple[tuple[int, re.Pattern[str]], ...]]:
    languages = {language for _, stems in _named() for language in stems}
    return {
        language: tuple(
            (1 << i, re.compile("|".join(stem.replace("*", r"\w*") for stem in stems[language])))
            for i, (_, stems) in enumerate(_named())
            if language in stems
        )
        for language in languages
    }
