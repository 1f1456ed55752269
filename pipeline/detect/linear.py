"""Our detector: two linear models over hashed n-grams, one for near neighbours, one for the rest of the world.

The score of a text for a language is the sum over its words, divided by the square root of the number of
features; so a word is scored once and kept, and a text costs a look-up a word. Sums are of integers (8-bit
weights): exact, whatever the order or the batch.

    shares(near language)  = softmax of the near model × (1 − share of the rest of the world)
    shares(other language) = softmax of the world model
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline import shipped
from pipeline.detect.ngrams import Hashing, normal_word, split_words
from pipeline.detect.protocol import OTHER, Beliefs
from pipeline.errors import ConfigError

VERSION = 1
KEPT_WORDS = 200_000  # scored words kept in memory; above it, all are forgotten
LATIN_END = "\u024f"  # the last letter of Latin Extended-B


@dataclass(frozen=True)
class HashedModel:
    """Weights (rows × languages, int8) of `scale` each, and the calibration of what they add up to.

    `offsets` are added to the logits, a number a language: where two share a word, they move the border.
    Logits are multiplied by exp(`calibration`[0] + `calibration`[1] · ln(letters)); `calibration`[2] of the
    belief is then spread evenly, for the labels that no spelling tells.
    """

    languages: tuple[str, ...]
    hashing: Hashing
    weights: np.ndarray
    scale: float
    offsets: tuple[float, ...]
    calibration: tuple[float, float, float]

    def sums(self, words: Sequence[str]) -> np.ndarray:
        """For each word: the sums of its weights, a column a language, then its number of features (int32)."""
        table, word_rows, starts = self.hashing.features(words)
        characters = np.zeros((len(table), len(self.languages)), np.int16)
        for column in table.T:
            characters += self.weights[column]
        scores = np.add.reduceat(characters, starts, dtype=np.int32) + self.weights[word_rows]
        return np.column_stack((scores, self.hashing.count(words))).astype(np.int32)

    def shares(self, sums: np.ndarray, letters: np.ndarray) -> np.ndarray:
        """Calibrated probabilities from the `sums` of whole texts and their numbers of letters."""
        return calibrated(self.logits(sums), letters, self.calibration)

    def logits(self, sums: np.ndarray) -> np.ndarray:
        """The scores of texts before calibration."""
        return sums[:, :-1] * self.scale / np.sqrt(np.maximum(sums[:, -1:], 1)) + np.array(self.offsets)


def calibrated(logits: np.ndarray, letters: np.ndarray, calibration: Sequence[float]) -> np.ndarray:
    """Softmax of the logits at the temperature of their length, with some belief spread evenly."""
    level, slope, spread = calibration
    steep = logits * np.exp(level + slope * np.log(np.maximum(letters, 1)))[:, None]
    powers = np.exp(steep - steep.max(axis=1, keepdims=True))
    return (1 - spread) * powers / powers.sum(axis=1, keepdims=True) + spread / logits.shape[1]


class LinearDetector:
    """The detector of the models in one folder. Keeps the sums of words that it has met."""

    def __init__(self, near: HashedModel, world: HashedModel) -> None:
        self.near, self.world = near, world
        self._rest = [column for column, name in enumerate(world.languages) if name not in near.languages]
        self._languages = (*near.languages, *(world.languages[column] for column in self._rest), OTHER)
        self.forget()

    @classmethod
    def load(cls, folder: Path) -> LinearDetector:
        """The detector trained into `folder`; raises ConfigError when it is none."""
        try:
            described = json.loads((folder / "detector.json").read_text("utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as weights:
                models = [_model(described[name], weights[name]) for name in ("near", "world")]
        except (OSError, KeyError, ValueError) as error:
            what_to_do = "Train one with python -m pipeline.detect.train"
            raise ConfigError("There is no usable detector in this folder", str(folder), what_to_do) from error
        return cls(*models)

    def weigh(self, texts: Sequence[str], languages: Sequence[str]) -> Beliefs:
        """Shares over all languages of both models; texts in other scripts than Latin are `other`."""
        from scipy.sparse import csr_matrix

        if len(self._known) > KEPT_WORDS:
            self.forget()
        split = [split_words(text) for text in texts]
        counts = np.fromiter(map(len, split), np.int64, len(split))
        words = [word for words in split for word in words]
        self._learn(words)
        ids = np.array(list(map(self._known.__getitem__, words)), np.int32)
        bounds = np.concatenate(([0], np.cumsum(counts)))
        shape = (len(texts), len(self._sums))
        totals = csr_matrix((np.ones(len(ids), np.int32), ids, bounds), shape) @ self._sums
        shares = self._combine(totals)
        shares[counts == 0] = 0
        missing = [name for name in languages if name not in self._languages]
        padding = np.zeros((len(texts), len(missing)))
        return Beliefs((*self._languages, *missing), np.hstack((shares, padding)) if missing else shares)

    def _combine(self, totals: np.ndarray) -> np.ndarray:
        letters, foreign_letters = totals[:, -2], totals[:, -1]
        cut = len(self.near.languages) + 1
        near = self.near.shares(totals[:, :cut], letters)
        rest = self.world.shares(totals[:, cut:-2], letters)[:, self._rest]
        inside = 1 - rest.sum(axis=1, keepdims=True)
        script = (foreign_letters / np.maximum(letters, 1))[:, None]
        return np.hstack(((1 - script) * near * inside, (1 - script) * rest, script))

    def _learn(self, words: Sequence[str]) -> None:
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        if not new:
            return
        normal = [normal_word(word) for word in new]
        letters = [(len(word), _foreign_letters(word)) for word in normal]
        sums = np.hstack((self.near.sums(normal), self.world.sums(normal), np.array(letters, np.int32)))
        self._known.update(zip(new, range(len(self._sums), len(self._sums) + len(new)), strict=True))
        self._sums = np.vstack((self._sums, sums))

    def forget(self) -> None:
        """Drops the words kept in memory; results stay the same."""
        width = len(self.near.languages) + len(self.world.languages) + 4
        self._known: dict[str, int] = {}
        self._sums = np.zeros((0, width), np.int32)


def _foreign_letters(word: str) -> int:
    return 0 if word.isascii() or max(word) <= LATIN_END else sum(letter > LATIN_END for letter in word)


def save(near: HashedModel, world: HashedModel, folder: Path) -> None:
    """Writes `detector.json` and `weights.npz`, from which `LinearDetector.load` makes the same detector."""
    folder.mkdir(parents=True, exist_ok=True)
    described = {
        name: {
            "languages": model.languages,
            "hashing": asdict(model.hashing),
            "scale": model.scale,
            "offsets": model.offsets,
            "calibration": model.calibration,
        }
        for name, model in (("near", near), ("world", world))
    }
    (folder / "detector.json").write_text(json.dumps({"version": VERSION, **described}, indent=2) + "\n", "utf-8")
    np.savez_compressed(folder / "weights.npz", near=near.weights, world=world.weights)


def _model(described: dict, weights: np.ndarray) -> HashedModel:
    return HashedModel(
        languages=tuple(described["languages"]),
        hashing=Hashing(**described["hashing"]),
        weights=weights,
        scale=described["scale"],
        offsets=tuple(described["offsets"]),
        calibration=tuple(described["calibration"]),
    )


@lru_cache(maxsize=1)
def shipped_detector() -> LinearDetector:
    """The detector that ships with the program."""
    return LinearDetector.load(shipped.folder("models") / "detector")
