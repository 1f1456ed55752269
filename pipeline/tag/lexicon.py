"""Tags by phrases: the codebook's, a polarity lexicon, and cue words for negation and wishes.

Needs no labels and no training, so it works for any codebook on day one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import numpy as np

from pipeline.codebook import Codebook
from pipeline.shipped import folder
from pipeline.tag.encoder import load_encoder
from pipeline.tag.phrases import Hit
from pipeline.tag.polarity import judged, polarity_of
from pipeline.tag.reading import Read, Reader
from pipeline.tag.risk import RiskModel
from pipeline.tag.tags import FrictionPoint, Mention, Tags, Wish
from pipeline.tag.wishes import find_wishes

# What a phrase that judges by itself ("came too late") is worth on the lexicon's scale of -3 to 3.
_PHRASE_VALUE = 2.0
_CONFIDENCE = {"positive": 0.8, "negative": 0.8, "friction": 0.75, "any": 0.6}
OVERALL = "overall"
# How sure the model of detractor risk must be to overrule phrases that took a side, and those that took none.
_SURE_AGAINST, _SURE_ALONE = 0.8, 0.6


@dataclass
class _Evidence:
    values: list[float] = field(default_factory=list)
    best: tuple[float, int, int] = (0.0, 0, 0)

    def add(self, value: float, confidence: float, start: int, end: int) -> None:
        self.values.append(value)
        self.best = max(self.best, (confidence, start, end), key=lambda b: (b[0], -b[1]))


class LexiconTagger:
    """Tags answers in every language that the codebook has phrases for."""

    def __init__(self, codebook: Codebook, risk: RiskModel | None | Literal["shipped"] = "shipped") -> None:
        self._codebook = codebook
        self._risk = _shipped_risk() if risk == "shipped" else risk
        self._reader = Reader(codebook)

    def tag(self, texts: Sequence[str], languages: Sequence[str], question_kinds: Sequence[str | None]) -> list[Tags]:
        """The tags of each of `texts`, in order; a language without a folder gets none."""
        read = [self._reader.read(text, language) for text, language in zip(texts, languages, strict=True)]
        risks = self._risks(texts, read)
        return [
            self._tag_one(sentences, kind, risk)
            for sentences, kind, risk in zip(read, question_kinds, risks, strict=True)
        ]

    def praise_and_blame(self, text: str, language: str) -> tuple[float, float]:
        """The sums of the praising and of the blaming judgements in `text`, both 0 or more."""
        return _praise_and_blame(self._reader.read(text, language))

    def _risks(self, texts: Sequence[str], read: Sequence[Sequence[Read]]) -> list[float | None]:
        risks: list[float | None] = [None] * len(texts)
        known = [i for i, sentences in enumerate(read) if sentences]
        if self._risk is not None and known:
            sums = np.array([_praise_and_blame(read[i]) for i in known])
            for i, risk in zip(known, self._risk.risk([texts[i] for i in known], sums[:, 0], sums[:, 1])):
                risks[i] = float(risk)
        return risks

    def _tag_one(self, read: Sequence[Read], question_kind: str | None, risk: float | None) -> Tags:
        if not read:
            return Tags()
        mentions = self._mentions(read)
        values = [j.value for r in read for j in r.judgements]
        wishes = find_wishes(read, question_kind)
        return Tags(
            tuple(self._judge_bare(mentions, read, question_kind, bool(wishes))),
            tuple(self._frictions(read)),
            tuple(self._theme_of(wish, mentions) for wish in wishes),
            _sentiment(polarity_of(values or [_value_of(m.polarity) for m in mentions]), risk),
            risk,
        )

    def _mentions(self, read: Sequence[Read]) -> list[Mention]:
        evidence: dict[str, _Evidence] = defaultdict(_Evidence)
        for r in read:
            for hit in r.hits:
                kind, *rest = hit.label
                if kind == "theme":
                    theme, says = rest
                elif kind == "friction":
                    theme, says = self._codebook.frictions[rest[0]].theme, "friction"
                else:
                    continue
                evidence[theme].add(_value(r, hit, says), _CONFIDENCE[says], *r.span(hit.first, hit.last))
        if len(evidence) > 1:
            evidence.pop(OVERALL, None)
        return [Mention(theme, polarity_of(found.values), *found.best) for theme, found in sorted(evidence.items())]

    def _judge_bare(
        self, mentions: Sequence[Mention], read: Sequence[Read], question_kind: str | None, wished: bool
    ) -> Iterator[Mention]:
        """A theme merely named in answer to "what could be better?" is blamed; a wish stays neutral."""
        bare = question_kind == "improve" and not wished and not any(r.judgements for r in read)
        for m in mentions:
            named = bare and m.polarity == "neutral"
            yield Mention(m.theme, "negative", m.confidence, m.start, m.end) if named else m

    def _frictions(self, read: Sequence[Read]) -> list[FrictionPoint]:
        found: dict[str, FrictionPoint] = {}
        for r in read:
            for hit in r.hits:
                if hit.label[0] != "friction" or _value(r, hit, "friction") > 0:
                    continue
                id = hit.label[1]
                theme = self._codebook.frictions[id].theme
                found.setdefault(id, FrictionPoint(id, theme, _CONFIDENCE["friction"], *r.span(hit.first, hit.last)))
        return list(found.values())

    @staticmethod
    def _theme_of(wish: Wish, mentions: Sequence[Mention]) -> Wish:
        inside = [m for m in mentions if wish.start <= m.start < wish.end and m.theme != OVERALL]
        best = max(inside, key=lambda m: (m.confidence, -m.start), default=None)
        return Wish(best.theme if best else None, wish.confidence, wish.start, wish.end)


def _value(read: Read, hit: Hit, says: str) -> float:
    if says == "any":
        return judged(hit.first, hit.last, read.judgements, read.surroundings)
    sign = 1 if says == "positive" else -1
    return read.surroundings.apply(sign * _PHRASE_VALUE, hit.first, hit.last)


def _praise_and_blame(read: Sequence[Read]) -> tuple[float, float]:
    values = [j.value for r in read for j in r.judgements]
    return sum(v for v in values if v > 0), -sum(v for v in values if v < 0)


def _sentiment(by_phrases: str, risk: float | None) -> str:
    """The verdict of the phrases, unless the model is sure of another one."""
    if risk is None:
        return by_phrases
    sure = _SURE_AGAINST if by_phrases in ("positive", "negative") else _SURE_ALONE
    if risk > sure:
        return "negative"
    return "positive" if risk < 1 - sure else by_phrases


@cache
def _shipped_risk() -> RiskModel:
    return RiskModel(folder("models") / "risk", load_encoder(folder("models") / "encoder"))


def _value_of(polarity: str) -> float:
    return {"positive": 1.0, "negative": -1.0}.get(polarity, 0.0)
