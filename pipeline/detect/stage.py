"""The stage: what language each answer is in, and whether it means anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.detect.builtin import detector_named
from pipeline.detect.decide import (
    LANGUAGES,
    MIN_CONFIDENCE,
    SENTINELS,
    Detection,
    decide,
    expectations_for,
)
from pipeline.detect.expectations import language_of_name
from pipeline.detect.meaning import meaning

if TYPE_CHECKING:
    from pipeline.config import DetectSettings

SURE_SIBLING = 0.9  # another answer of the same response speaks for this one from this confidence on


def detect_texts(
    texts: Sequence[str | None],
    markets: Sequence[str | None] | None = None,
    *,
    detector: str | Path = "whyscore",
    languages: Sequence[str] = LANGUAGES,
    sentinels: Sequence[str] = SENTINELS,
    min_confidence: float = MIN_CONFIDENCE,
    market_languages: Mapping[str, Sequence[str]] | None = None,
    hints: Sequence[str | None] | None = None,
) -> list[Detection]:
    """A `Detection` a text, in order. No text bears on another.

    `detector` is a name (`whyscore`, `langdetect`, `lingua`, a plug-in) or the folder of a trained model.
    `markets` and `hints` (ISO codes) make languages likelier; `market_languages` says which languages a
    market has, beside the countries known from the start. `min_confidence` 0 always gives an answer for a
    text with letters.
    """
    expectations = expectations_for(markets, hints, len(texts), market_languages or {})
    found = detector_named(detector)
    return decide(texts, found, expectations, languages, sentinels, min_confidence)


def detect(answers: pd.DataFrame, settings: DetectSettings) -> pd.DataFrame:
    """`answers` with `language`, `language_confidence`, `language_flags` (sorted, joined by `;`), `meaning`.

    Reads `text`, and where they are there `market`, `survey_language` and `response_id`: a short answer, or
    one with too little to tell, leans on what the same respondent wrote elsewhere in the response.
    """
    texts = [text if isinstance(text, str) else None for text in answers["text"]]
    hints = [language_of_name(name) for name in _column(answers, "survey_language")]
    markets = _column(answers, "market")

    def run(rows: Sequence[int], hinted: Sequence[str | None]) -> list[Detection]:
        return detect_texts(
            [texts[row] for row in rows],
            [markets[row] for row in rows],
            detector=settings.detector,
            languages=settings.languages,
            sentinels=settings.sentinels,
            min_confidence=settings.min_confidence,
            market_languages=settings.markets,
            hints=hinted,
        )

    found = run(range(len(texts)), hints)
    siblings = _sibling_languages(_column(answers, "response_id"), found)
    leaning = [row for row, language in siblings.items() if language != hints[row]]
    for row, again in zip(leaning, run(leaning, [siblings[row] for row in leaning]), strict=True):
        found[row] = again
    return answers.assign(
        language=[detection.language for detection in found],
        language_confidence=[round(detection.confidence, 4) for detection in found],
        language_flags=[";".join(detection.flags) for detection in found],
        meaning=[meaning(text) for text in texts],
    )


def _column(answers: pd.DataFrame, name: str) -> list[object]:
    return list(answers[name]) if name in answers else [None] * len(answers)


def _sibling_languages(responses: Sequence[object], found: Sequence[Detection]) -> dict[int, str]:
    """For the rows that need help: the one language that the response's sure answers agree on."""
    sure: dict[object, set[str]] = {}
    for response, detection in zip(responses, found, strict=True):
        if detection.confidence >= SURE_SIBLING and "short" not in detection.flags:
            sure.setdefault(response, set()).add(detection.language)
    helped = {}
    for row, (response, detection) in enumerate(zip(responses, found, strict=True)):
        needy = detection.language == "unknown" or "short" in detection.flags
        spoken = sure.get(response, set())
        if needy and len(spoken) == 1:
            helped[row] = next(iter(spoken))
    return helped
