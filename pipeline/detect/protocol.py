"""What a language detector must provide. Built-in ones stand in `pipeline.detect.BUILTIN`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

OTHER = "other"


@dataclass(frozen=True)
class Beliefs:
    """How far each text is believed to be in each language.

    `shares` is texts × languages, 0 to 1; a row adds up to 1, or to 0 where the text says nothing. Languages
    that were not asked for may stand beside those that were, as may `other`: certainly none that has a column,
    as another script shows.
    """

    languages: tuple[str, ...]
    shares: np.ndarray


class Detector(Protocol):
    """Anything that weighs texts; made without arguments, deterministic, each text on its own."""

    def weigh(self, texts: Sequence[str], languages: Sequence[str]) -> Beliefs:
        """The beliefs about each text, with at least the `languages` (ISO 639-1) among their columns."""
        ...
