"""How likely it is, by the text alone, that somebody is a detractor: a linear model of our own.

`pipeline.learn.risk` trains it; the card beside the weights says on what, and how well it does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from pipeline.errors import ConfigError
from pipeline.tag.encoder import Encoder
from pipeline.tag.features import HashedWords

WEIGHTS, CARD = "risk.npz", "risk.json"
# Scales of the three blocks: pieces of words say most but overfit first, the phrases need no help.
_HASHED, _ENCODED = 2.0, 4.0


class RiskFeatures:
    """What the model sees of a text: hashed words, its vector, and how much its phrases praise and blame."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._words = HashedWords()

    def rows(self, texts: Sequence[str], praise: np.ndarray, blame: np.ndarray) -> tuple[sparse.csr_matrix, np.ndarray]:
        """The sparse part (texts × buckets) and the dense part (texts × dimensions + 3).

        `praise` and `blame` are sums of the judgements in each text, both 0 or more.
        """
        said = np.column_stack([np.log1p(praise), np.log1p(blame), np.sign(praise - blame)])
        dense = np.hstack([_ENCODED * self._encoder.encode(texts), said]).astype(np.float32)
        return self._words.rows(texts) * _HASHED, dense


class RiskModel:
    """The trained model in a folder."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._features = RiskFeatures(encoder)
        try:
            with np.load(folder / WEIGHTS, allow_pickle=False) as kept:
                self._hashed = kept["hashed"].astype(np.float32)
                self._dense = kept["dense"].astype(np.float32)
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        except (OSError, KeyError, ValueError) as error:
            raise ConfigError("The model of detractor risk cannot be read", str(folder), str(error)) from error
        if len(self._dense) != encoder.dimensions + 3:
            raise ConfigError(
                "The model of detractor risk was trained with another encoder",
                str(folder),
                "Train it again with this one",
            )
        self._intercept, self._slope, self._shift = card["intercept"], card["slope"], card["shift"]

    def risk(self, texts: Sequence[str], praise: np.ndarray, blame: np.ndarray) -> np.ndarray:
        """The probability for each text, 0 to 1."""
        hashed, dense = self._features.rows(texts, praise, blame)
        logit = hashed @ self._hashed + dense @ self._dense + self._intercept
        return 1 / (1 + np.exp(-(self._slope * logit + self._shift)))
