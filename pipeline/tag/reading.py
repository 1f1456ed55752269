"""Answers read with the phrases in mind: every sentence with the hits and judgements in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from pipeline import languages
from pipeline.codebook import Codebook
from pipeline.shipped import folder
from pipeline.tag.phrases import Hit, PhraseFinder, widest
from pipeline.tag.polarity import Context, Judgement, context, judgements
from pipeline.tag.words import Sentence, sentences, split_word


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


class Reader:
    """Reads answers in every language that has a folder, with the phrases of `codebook`."""

    def __init__(self, codebook: Codebook) -> None:
        self._known = frozenset(languages.known())
        # Thousands of phrases take a second to lay out: only for languages that occur.
        self._finder = cache(partial(_finder, codebook))

    def read(self, text: str, language: str) -> list[Read]:
        """The sentences of `text`; none in a language without a folder."""
        if language not in self._known:
            return []
        return [self._read(sentence, language) for sentence in sentences(text, language)]

    def _read(self, sentence: Sentence, language: str) -> Read:
        hits = widest(self._finder(language).find(sentence.words))
        surroundings = context(sentence, hits)
        return Read(sentence, hits, surroundings, judgements(hits, surroundings))


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
    path = folder("data") / "lexicons" / f"{language}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        phrase, tab, value = line.partition("\t")
        if tab and not line.startswith("#") and math.isfinite(float(value)):
            yield phrase, float(value)
