"""Judgements in a sentence: which words praise or blame, how strongly, and what negation does to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.tag.phrases import Hit
from pipeline.tag.words import Sentence

# A negated judgement turns and weakens: "not good" is less bad than "bad" (after Taboada et al. 2011, section 2.4).
NEGATED = -0.7
_NEGATION_REACH = 3
_MODIFIER_REACH = 2
# A judgement this many words away counts half as much for a theme.
_HALF_DISTANCE = 4
CLEAR = 0.35


class Judgement(NamedTuple):
    """Words that judge, with their value after negation and strengthening (about -4 to 4)."""

    value: float
    first: int
    last: int


@dataclass(frozen=True)
class Context:
    """What surrounds the judgements of one sentence: negators, modifiers and the clause of each word."""

    negators: frozenset[int]
    modifiers: dict[int, float]
    clauses: tuple[int, ...]

    def apply(self, value: float, first: int, last: int) -> float:
        """`value` of the words `first` to `last` after the words around them."""
        before = range(max(0, first - _NEGATION_REACH), first)
        # Words that hold a negator of their own ("not worth it") already mean what they mean with it.
        negates_itself = any(i in self.negators for i in range(first, last + 1))
        if not negates_itself and any(i in self.negators and self.clauses[i] == self.clauses[first] for i in before):
            value *= NEGATED
        for i in range(max(0, first - _MODIFIER_REACH), first):
            value *= self.modifiers.get(i, 1.0)
        return value


def context(sentence: Sentence, hits: Sequence[Hit]) -> Context:
    """The surroundings in `sentence`, from the hits of negation words."""
    inert = {i for hit in hits if hit.label[0] == "pseudo_negation" for i in range(hit.first, hit.last + 1)}
    negators = {hit.first for hit in hits if hit.label[0] == "negator"} - inert
    modifiers = {hit.first: hit.label[1] for hit in hits if hit.label[0] == "modifier"}
    starts = {hit.first for hit in hits if hit.label[0] == "contrast"}
    clauses, added = [], 0
    for i, clause in enumerate(sentence.clauses):
        added += i in starts
        clauses.append(clause + added)
    return Context(frozenset(negators), modifiers, tuple(clauses))


def judgements(hits: Sequence[Hit], surroundings: Context) -> list[Judgement]:
    """The judging words; where phrases overlap, the longest one speaks ("nothing to complain about")."""
    found = sorted((h for h in hits if h.label[0] == "polarity"), key=lambda h: (h.first - h.last, h.first))
    taken: set[int] = set()
    kept = []
    for hit in found:
        span = set(range(hit.first, hit.last + 1))
        if not span & taken:
            taken |= span
            kept.append(Judgement(surroundings.apply(hit.label[1], hit.first, hit.last), hit.first, hit.last))
    return sorted(kept, key=lambda j: j.first)


def judged(first: int, last: int, found: Sequence[Judgement], surroundings: Context) -> float:
    """What the judgements of the sentence say of the words `first` to `last`.

    Those of the same clause speak alone where there are any; nearer ones weigh more.
    """
    clause = surroundings.clauses[first]
    same = [j for j in found if surroundings.clauses[j.first] == clause]
    total = 0.0
    for judgement in same or found:
        distance = max(judgement.first - last, first - judgement.last, 0)
        total += judgement.value * 0.5 ** (distance / _HALF_DISTANCE)
    return total


def polarity_of(values: Sequence[float], threshold: float = CLEAR) -> str:
    """`positive`, `negative`, `mixed` or `neutral`, from the values of all that was said."""
    praise = sum(v for v in values if v > 0)
    blame = -sum(v for v in values if v < 0)
    if max(praise, blame) < threshold:
        return "neutral"
    if min(praise, blame) >= threshold and min(praise, blame) > 0.5 * max(praise, blame):
        return "mixed"
    return "positive" if praise > blame else "negative"
