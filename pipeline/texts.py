"""Texts in, what the row stages say of each out: for the commands detect, redact and tag, and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.config import Config, apply_changes, build_config
from pipeline.detect import detect_texts
from pipeline.languages.folding import compose
from pipeline.redact import redact_texts

# Enough for the detectors to work on many texts at once, few enough to answer while a pipe is still fed.
_BATCH = 512


def detect_lines(items: Iterable[dict[str, Any]], changes: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """For each item (`text`, and optionally `market`): language, confidence and flags."""
    config = settings(changes)
    for batch in _batches(items):
        for found in _detected(batch, config):
            yield {"language": found.language, "confidence": round(found.confidence, 3), "flags": list(found.flags)}


def redact_lines(items: Iterable[dict[str, Any]], changes: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """For each item: the redacted text and what was found in it."""
    config = settings(changes)
    for batch in _batches(items):
        for done in _redacted(batch, [d.language for d in _detected(batch, config)], config):
            found = [{"kind": f.kind, "start": f.start, "end": f.end} for f in done.found]
            yield {"text": done.text, "found": found}


def tag_lines(items: Iterable[dict[str, Any]], changes: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """For each item (`text`, and optionally `market` and `question_kind`): everything that is tagged."""
    from pipeline.codebook import load_codebook
    from pipeline.tag import make_tagger

    config = settings(changes)
    codebook = load_codebook(config.codebook.path)
    tagger = make_tagger(config.tag.tagger, codebook)
    for batch in _batches(items):
        spoken = [d.language for d in _detected(batch, config)]
        texts = [done.text for done in _redacted(batch, spoken, config)]
        tags = tagger.tag(texts, spoken, [item.get("question_kind") for item in batch])
        for text, language, found in zip(texts, spoken, tags, strict=True):
            yield {
                "language": language,
                "text": text,
                "themes": {m.theme: m.polarity for m in found.mentions},
                "mentions": [
                    {
                        "theme": m.theme,
                        "polarity": m.polarity,
                        "confidence": round(m.confidence, 3),
                        "start": m.start,
                        "end": m.end,
                    }
                    for m in found.mentions
                ],
                "frictions": [
                    {"friction": f.friction, "kind": codebook.frictions[f.friction].kind, "text": text[f.start : f.end]}
                    for f in found.frictions
                ],
                "asks": [text[a.start : a.end] for a in found.asks],
                "sentiment": found.sentiment,
                "detractor_risk": found.detractor_risk,
            }


def settings(changes: Sequence[str]) -> Config:
    """A configuration for texts alone, with `changes` such as `detect.min_confidence=0`."""
    raw = {"survey": {"sources": [{"path": "-"}], "questions": [{"column": "text"}]}}
    apply_changes(raw, changes)
    return build_config(raw, Path("."))


def _batches(items: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    waiting = iter(items)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _detected(batch: Sequence[dict[str, Any]], config: Config) -> list[Any]:
    d = config.detect
    return detect_texts(
        [compose(item["text"]) for item in batch], [item.get("market") for item in batch],
        detector=d.detector, languages=d.languages, sentinels=d.sentinels, min_confidence=d.min_confidence,
        market_languages=d.markets,
    )  # fmt: skip


def _redacted(batch: Sequence[dict[str, Any]], spoken: Sequence[str], config: Config) -> list[Any]:
    return redact_texts([compose(item["text"]) for item in batch], spoken, config.redact.keep, config.redact.extra)


def analyse(
    texts: Sequence[str],
    markets: Sequence[str | None] | None = None,
    question_kind: str = "why",
    config: Config | None = None,
) -> dict[str, pd.DataFrame]:
    """The tables answers, mentions, frictions and asks of `texts`, each taken as the one answer of a response.

    Answer ids are the positions of the texts: "0", "1", …
    """
    from pipeline.codebook import load_codebook
    from pipeline.detect import detect
    from pipeline.redact import redact
    from pipeline.tag import make_tagger, tag

    config = config or settings(())
    ids = [str(i) for i in range(len(texts))]
    answers = pd.DataFrame(
        {
            "response_id": ids, "respondent_id": ids, "answer_id": ids, "question": "text", "question_kind": question_kind,
            "text": [compose(text) for text in texts], "at": pd.NaT, "period": "all",
            "market": list(markets) if markets is not None else None, "survey_language": None, "weight": 1.0, "tags": None,
        }
    )  # fmt: skip
    answers = detect(tables.check(answers, tables.ANSWERS_READ), config.detect)
    answers, _ = redact(answers, config.redact.keep, config.redact.extra)
    done = tag(answers, make_tagger(config.tag.tagger, load_codebook(config.codebook.path)))
    return {"answers": done.answers, "mentions": done.mentions, "frictions": done.frictions, "asks": done.asks}
