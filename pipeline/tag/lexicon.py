"""Tags by phrases: the codebook's, a polarity lexicon, and cue words for negation and wishes.

Needs no labels and no training, so it works for any codebook on day one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from pipeline import languages
from pipeline.codebook import Codebook
from pipeline.shipped import folder
from pipeline.tag.phrases import Hit, PhraseFinder, widest
from pipeline.tag.polarity import Context, Judgement, context, judged, judgements, polarity_of
from pipeline.tag.tags import FrictionPoint, Mention, Tags, Wish
from pipeline.tag.wishes import find_wishes
from pipeline.tag.words import Sentence, sentences, split_word

# What a phrase that judges by itself ("came too late") is worth on the lexicon's scale of -3 to 3.
_PHRASE_VALUE = 2.0
_CONFIDENCE = {"positive": 0.8, "negative": 0.8, "friction": 0.75, "any": 0.6}
OVERALL = "overall"


@dataclass(frozen=True)
class Read:
    """A sentence with the phrases found in it."""

    sentence: Sentence
    hits: Sequence[Hit]
    surroundings: Context
    judgements: Sequence[Judgement]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the words `first` to `last`."""
        return self.sentence.starts[first], self.sentence.ends[last]


@dataclass
class _Evidence:
    values: list[float] = field(default_factory=list)
    best: tuple[float, int, int] = (0.0, 0, 0)

    def add(self, value: float, confidence: float, start: int, end: int) -> None:
        self.values.append(value)
        self.best = max(self.best, (confidence, start, end), key=lambda b: (b[0], -b[1]))


class LexiconTagger:
    """Tags answers in every language that the codebook has phrases for."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._known = frozenset(languages.known())
        # Thousands of phrases take a second to lay out: only for languages that occur.
        self._finder = cache(partial(_finder, codebook))

    def tag(self, texts: Sequence[str], languages: Sequence[str], question_kinds: Sequence[str | None]) -> list[Tags]:
        """The tags of each of `texts`, in order; a language without a folder gets none."""
        return [
            self._tag_one(text, language, kind) if language in self._known else Tags()
            for text, language, kind in zip(texts, languages, question_kinds, strict=True)
        ]

    def _tag_one(self, text: str, language: str, question_kind: str | None) -> Tags:
        read = list(self._read(text, language))
        if not read:
            return Tags()
        frictions = self._frictions(read)
        mentions = self._mentions(read)
        values = [j.value for r in read for j in r.judgements]
        sentiment = polarity_of(values or [_value_of(m.polarity) for m in mentions])
        wishes = find_wishes(read, question_kind)
        return Tags(
            tuple(self._judge_bare(mentions, read, question_kind, bool(wishes))),
            tuple(frictions),
            tuple(self._theme_of(wish, mentions) for wish in wishes),
            sentiment,
            None,
        )

    def _read(self, text: str, language: str) -> Iterator[Read]:
        for sentence in sentences(text, language):
            hits = widest(self._finder(language).find(sentence.words))
            surroundings = context(sentence, hits)
            yield Read(sentence, hits, surroundings, judgements(hits, surroundings))

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


def _value_of(polarity: str) -> float:
    return {"positive": 1.0, "negative": -1.0}.get(polarity, 0.0)


def _finder(codebook: Codebook, language: str) -> PhraseFinder:
    split = cache(partial(split_word, language=language))
    return PhraseFinder(_phrases(codebook, language), split)


def _phrases(codebook: Codebook, language: str) -> Iterator[tuple[str, tuple]]:
    for theme in codebook.themes.values():
        if phrases := theme.phrases.get(language):
            for says in ("any", "positive", "negative"):
                yield from ((phrase, ("theme", theme.id, says)) for phrase in getattr(phrases, says))
    for friction in codebook.frictions.values():
        yield from ((phrase, ("friction", friction.id)) for phrase in friction.phrases.get(language, ()))
    yield from ((phrase, ("polarity", value)) for phrase, value in _polarity_words(language))
    negation = languages.negation(language)
    yield from ((phrase, ("negator",)) for phrase in negation.negators)
    yield from ((phrase, ("pseudo_negation",)) for phrase in negation.pseudo_negation)
    yield from ((phrase, ("contrast",)) for phrase in negation.contrast)
    yield from ((phrase, ("modifier", by)) for phrase, by in {**negation.intensifiers, **negation.diminishers}.items())
    asks = languages.asks(language)
    for label, phrases in (("ask", asks.cues), ("not_ask", asks.not_asks), ("nothing", asks.nothing)):
        yield from ((phrase, (label,)) for phrase in phrases)


def _polarity_words(language: str) -> Iterator[tuple[str, float]]:
    path: Path = folder("data") / "lexicons" / f"{language}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        phrase, tab, value = line.partition("\t")
        if tab and not line.startswith("#") and math.isfinite(float(value)):
            yield phrase, float(value)
