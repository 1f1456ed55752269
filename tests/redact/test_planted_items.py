"""Planted personal data goes, and what only looks like it stays, in four languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.redact import redact_texts

_HERE = Path(__file__).parent
_ITEM = re.compile("«(.*?)»")
_WORD = re.compile(r"\w{2,}")

# (set, least recall, most false alarms). Each set was written after the one before it had been mended, and
# says how it fared when it was new.
_SETS = [("", 0.99, 0.01), ("_held_out", 0.99, 0.01), ("_fresh", 0.99, 0.01), ("_final", 0.98, 0.02)]


def _planted(name: str) -> list[tuple[str, str, str]]:
    rows = tomllib.loads((_HERE / f"planted{name}.toml").read_text("utf-8"))
    return [(kind, language, s) for kind, by in rows.items() for language, sentences in by.items() for s in sentences]


def _lookalikes(name: str) -> list[tuple[str, str]]:
    rows = tomllib.loads((_HERE / f"lookalikes{name}.toml").read_text("utf-8"))
    return [(language, sentence) for language, sentences in rows.items() for sentence in sentences]


def _survives(kind: str, sentence: str, redacted: str) -> bool:
    """Whether a word or a digit run of the planted item still stands; "og" between two names may."""
    around = _ITEM.sub(" ", sentence).lower()
    words = [w for w in _WORD.findall(_ITEM.search(sentence)[1]) if kind != "name" or len(w) > 2]
    return any(w.lower() not in around and re.search(rf"(?<!\w){w}(?!\w)", redacted) for w in words)


@pytest.mark.parametrize(("name", "least_recall", "most_alarms"), _SETS)
def test_planted_items_go(name: str, least_recall: float, most_alarms: float) -> None:
    rows = _planted(name)
    texts = [re.sub("[«»]", "", sentence) for _, _, sentence in rows]
    redactions = redact_texts(texts, [language for _, language, _ in rows])
    missed = [
        (language, s, r.text)
        for (kind, language, s), r in zip(rows, redactions, strict=True)
        if _survives(kind, s, r.text) or kind not in {found.kind for found in r.found}
    ]
    assert len(missed) <= (1 - least_recall) * len(rows), missed


@pytest.mark.parametrize(("name", "least_recall", "most_alarms"), _SETS)
def test_lookalikes_stay(name: str, least_recall: float, most_alarms: float) -> None:
    rows = _lookalikes(name)
    redactions = redact_texts([sentence for _, sentence in rows], [language for language, _ in rows])
    alarms = [(s, r.text) for (_, s), r in zip(rows, redactions, strict=True) if r.text != s]
    assert len(alarms) <= most_alarms * len(rows), alarms


def test_a_text_of_unknown_language_meets_the_cues_of_all() -> None:
    rows = _planted("")
    redactions = redact_texts(
        [re.sub("[«»]", "", s) for _, _, s in rows], ["fi" if i % 2 else None for i in range(len(rows))]
    )
    missed = [s for (kind, _, s), r in zip(rows, redactions, strict=True) if _survives(kind, s, r.text)]
    assert len(missed) <= 0.01 * len(rows), missed
