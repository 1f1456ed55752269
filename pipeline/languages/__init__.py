"""What is particular to a language: one folder a language, the same file names in each.

A further language is a folder here (and its phrases in a codebook), not a branch in the code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Negation:
    """Words that turn, strengthen or weaken a judgement, and words that start a new one."""

    negators: tuple[str, ...]
    intensifiers: dict[str, float]
    diminishers: dict[str, float]
    contrast: tuple[str, ...]
    pseudo_negation: tuple[str, ...]


@dataclass(frozen=True)
class Asks:
    """Phrases that introduce a wish, that only look like one, and that say nothing is wanted."""

    cues: tuple[str, ...]
    not_asks: tuple[str, ...]
    nothing: tuple[str, ...]


def known() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages that have a folder."""
    return tuple(sorted(p.name for p in _HERE.iterdir() if (p / "negation.toml").is_file()))


@cache
def negation(language: str) -> Negation:
    """The negation words of `language`."""
    raw = _load(language, "negation.toml")
    return Negation(
        tuple(raw["negators"]),
        dict(raw["intensifiers"]),
        dict(raw["diminishers"]),
        tuple(raw["contrast"]),
        tuple(raw["pseudo_negation"]),
    )


@cache
def asks(language: str) -> Asks:
    """The phrases of `language` around wishes."""
    raw = _load(language, "asks.toml")
    return Asks(tuple(raw["cues"]), tuple(raw["not_asks"]), tuple(raw["nothing"]))


def _load(language: str, file: str) -> dict:
    return tomllib.loads((_HERE / language / file).read_text(encoding="utf-8"))
