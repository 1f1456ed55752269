"""Counts of what the row stages saw and did, so that nothing goes wrong unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

Audit = dict[str, dict[str, int]]


def audit(answers: pd.DataFrame, redactions: Mapping[str, int], low_confidence: float) -> Audit:
    """Counts of written answers by language, meaning and doubt, and of redactions by kind, for one part."""
    written = answers[answers["text"] != ""]
    flags = written["language_flags"].astype(object).str.split(";").explode()
    doubtful = written["language_confidence"] < low_confidence
    return {
        "languages": _counts(written["language"]),
        "meaning": _counts(written["meaning"]),
        "flags": _counts(flags[flags != ""]),
        "low_confidence": _counts(written.loc[doubtful, "language"]),
        "redactions": dict(redactions),
    }


def add_audits(audits: Iterable[Audit]) -> Audit:
    """The sum of `audits`, keys sorted."""
    total: dict[str, Counter[str]] = {}
    for one in audits:
        for what, counts in one.items():
            total.setdefault(what, Counter()).update(counts)
    return {what: dict(sorted(counts.items())) for what, counts in sorted(total.items())}


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(k): int(v) for k, v in values.dropna().value_counts().items()}
