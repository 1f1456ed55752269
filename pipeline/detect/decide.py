"""From beliefs to a language a text: priors, the closed set, neighbours, "too little to tell", mixtures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.detect.expectations import SENTINEL_ODDS, SENTINEL_ODDS_SHORT, Expectation, languages_of_market
from pipeline.detect.protocol import OTHER, Beliefs, Detector
from pipeline.languages.folding import compose

LANGUAGES = ("sv", "da", "ro", "en")
SENTINELS = ("nb", "nn")
MIN_CONFIDENCE = 0.5

SHORT_LETTERS = 16  # below this, a text is flagged short and its response's other answers are asked
LOW_CONFIDENCE = 0.7  # an answer below this share carries the flag low-confidence
NEAR = 0.1  # the runner-up is named from this share on
# A text is believed to be in none of the languages from so many letters on and with so much belief outside
# them: one foreign-looking word is more often a name. The last holds where an answer is always wanted.
FOREIGN_SHORT = (12, 0.9)
FOREIGN_LONG = (20, 0.5)
FOREIGN_ALWAYS = (30, 0.97)
CLAUSE_LETTERS = 20  # a clause decides about a mixture from this length on …
CLAUSE_SHARE = 0.95  # … and with this share

# What is no language: links, addresses, mentions, and the placeholders of redaction.
_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|@\w+|\[[A-Z_]+\]")
_CLAUSE_END = re.compile(r"[.!?;:\n/|]+\s+|\n+|\s+[-–—/|]\s+")


@dataclass(frozen=True)
class Detection:
    """The language of one text.

    `language` is an ISO 639-1 code, `unknown` where there is too little to tell, or `other` for a language
    that the detector cannot name. `confidence` is the probability that it is right, 0 to 1 (0 for unknown).
    `flags`, sorted: `short`, `low-confidence`, `market-prior` (metadata decided), `market-conflict` (another
    language than the market's), `near:xx` (nearly xx), `mixed:xx` (a part of it is in xx).
    """

    language: str
    confidence: float
    flags: tuple[str, ...] = ()


def prose(text: str | None) -> str:
    """The text as the detectors see it: composed, links and placeholders taken out."""
    composed = compose(text or "")
    if "@" in composed or "[" in composed or "://" in composed or "www." in composed:
        return _NOT_PROSE.sub(" ", composed)
    return composed


def decide(
    texts: Sequence[str | None],
    detector: Detector,
    expectations: Sequence[Expectation],
    languages: Sequence[str] = LANGUAGES,
    sentinels: Sequence[str] = SENTINELS,
    min_confidence: float = MIN_CONFIDENCE,
) -> list[Detection]:
    """A `Detection` a text, each from its own words and its own expectation."""
    if not texts:
        return []
    allowed = tuple(dict.fromkeys([*languages, *sentinels]))
    proses = [prose(text) for text in texts]
    beliefs = detector.weigh(proses, allowed)
    letters = np.array([_letters(text) for text in proses])
    watched = np.array([name in sentinels for name in beliefs.languages])
    sentinel_odds = np.where(letters < SHORT_LETTERS, SENTINEL_ODDS_SHORT, SENTINEL_ODDS)
    fair = np.where(watched, sentinel_odds[:, None], 1.0)
    plain = beliefs.shares * fair * _stay_inside(beliefs, allowed, letters, min_confidence)
    posterior = _normalised(plain * _prior(expectations, beliefs.languages))
    best, confidence, near = _ranked(posterior, beliefs.languages, allowed)
    unaided = _ranked(_normalised(plain), beliefs.languages, allowed)
    mixed = _mixtures(proses, detector, allowed, [beliefs.languages[b] for b in best])
    decided = []
    for row, expectation in enumerate(expectations):
        found = beliefs.languages[best[row]]
        if confidence[row] <= 0 or confidence[row] < min_confidence:
            decided.append(Detection("unknown", 0.0, ("short",) if letters[row] < SHORT_LETTERS else ()))
            continue
        aided = unaided[0][row] != best[row] or unaided[1][row] < min_confidence
        flags = {
            "short": letters[row] < SHORT_LETTERS,
            "low-confidence": confidence[row] < LOW_CONFIDENCE,
            "market-prior": aided and (expectation.market or expectation.hint),
            "market-conflict": expectation.market and found not in expectation.market,
            f"near:{near[row]}": near[row],
            f"mixed:{mixed.get(row)}": row in mixed,
        }
        held = tuple(sorted(flag for flag, holds in flags.items() if holds))
        decided.append(Detection(found, float(confidence[row]), held))
    return decided


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text)) if len(text) < 4 * SHORT_LETTERS else len(text)


def _stay_inside(beliefs: Beliefs, allowed: tuple[str, ...], letters: np.ndarray, min_confidence: float) -> np.ndarray:
    """1 where a language may be the answer: the rest of the world only in long and clear texts.

    A neighbour that is not watched for is no rest of the world: its texts count as the nearest language.
    """
    inside = np.array([name in allowed for name in beliefs.languages])
    outside = np.array([name not in (*allowed, *SENTINELS) for name in beliefs.languages])
    foreign = beliefs.shares[:, outside].sum(axis=1)
    rules = (FOREIGN_SHORT, FOREIGN_LONG) if min_confidence > 0 else (FOREIGN_ALWAYS,)
    abroad = np.any([(letters >= least) & (foreign >= share) for least, share in rules], axis=0)
    abroad |= beliefs.shares[:, [name == OTHER for name in beliefs.languages]].sum(axis=1) > 0.5
    return np.where(abroad[:, None], outside, inside).astype(float)


def _prior(expectations: Sequence[Expectation], columns: tuple[str, ...]) -> np.ndarray:
    known: dict[Expectation, int] = {}
    rows = np.array([known.setdefault(expectation, len(known)) for expectation in expectations])
    return np.array([[expectation.odds(language) for language in columns] for expectation in known])[rows]


def _normalised(shares: np.ndarray) -> np.ndarray:
    total = shares.sum(axis=1, keepdims=True)
    return np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)


def _ranked(
    posterior: np.ndarray, columns: tuple[str, ...], allowed: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, list[str | None]]:
    """The best language of each row, its share, and the runner-up where that is near and allowed."""
    best = posterior.argmax(axis=1)
    rows = np.arange(len(posterior))
    confidence = posterior[rows, best]
    rest = posterior.copy()
    rest[rows, best] = -1
    second = rest.argmax(axis=1)
    near = rest[rows, second] >= NEAR
    names = [columns[s] if n and columns[s] in allowed else None for s, n in zip(second, near, strict=True)]
    return best, confidence, names


def _mixtures(
    texts: Sequence[str], detector: Detector, allowed: tuple[str, ...], main: Sequence[str]
) -> dict[int, str]:
    """For texts with a long and clear clause in another of the languages: that language."""
    owners, clauses = [], []
    for row, text in enumerate(texts):
        if len(text) < 2 * CLAUSE_LETTERS or not _CLAUSE_END.search(text):
            continue
        parts = [part for part in _CLAUSE_END.split(text) if len(part) >= CLAUSE_LETTERS]
        if len(parts) > 1:
            owners += [row] * len(parts)
            clauses += parts
    if not clauses:
        return {}
    beliefs = detector.weigh(clauses, allowed)
    best = beliefs.shares.argmax(axis=1)
    clear = np.flatnonzero(beliefs.shares[np.arange(len(best)), best] >= CLAUSE_SHARE)
    weight: dict[int, dict[str, int]] = {}
    for clause in clear:
        language = beliefs.languages[best[clause]]
        if language in allowed and language != main[owners[clause]]:
            letters = weight.setdefault(owners[clause], {})
            letters[language] = letters.get(language, 0) + len(clauses[clause])
    return {row: min(found, key=lambda name: (-found[name], name)) for row, found in weight.items()}


def expectations_for(
    markets: Sequence[object] | None,
    hints: Sequence[str | None] | None,
    count: int,
    declared: Mapping[str, Sequence[str]],
) -> list[Expectation]:
    """An `Expectation` a text, from its market and its hinted language."""
    languages = {m: languages_of_market(m, declared) for m in {m for m in markets or () if isinstance(m, str)}}
    return [
        Expectation(languages.get(market, ()) if isinstance(market, str) else (), hint)
        for market, hint in zip(markets or [None] * count, hints or [None] * count, strict=True)
    ]
