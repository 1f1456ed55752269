"""Finding the words in which an answer asks for a change."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.tag.polarity import CLEAR
from pipeline.tag.reading import Read
from pipeline.tag.tags import Wish

_BY_CUE = 0.7
_BY_QUESTION = 0.6


def find_wishes(read: Sequence[Read], question_kind: str | None) -> list[Wish]:
    """The wishes in the sentences of one answer.

    A cue ("you should", "I miss") introduces one anywhere. Under "what could we do better?" a sentence is
    one by itself, unless it says that nothing is wanted or only praises.
    """
    return [wish for r in read if (wish := _wish(r, question_kind))]


def _wish(read: Read, question_kind: str | None) -> Wish | None:
    labels = {hit.label[0] for hit in read.hits}
    last = len(read.sentence.words) - 1
    if _says_nothing(read):
        return None
    if "ask" in labels and "not_ask" not in labels:
        first = min(hit.first for hit in read.hits if hit.label[0] == "ask")
        return Wish(None, _BY_CUE, *read.span(first, last))
    if question_kind == "improve" and "not_ask" not in labels and not _only_praises(read):
        return Wish(None, _BY_QUESTION, *read.span(0, last))
    return None


def _says_nothing(read: Read) -> bool:
    """Whether phrases such as "nothing" cover the sentence but for a word or two."""
    covered = {i for hit in read.hits if hit.label[0] == "nothing" for i in range(hit.first, hit.last + 1)}
    return bool(covered) and len(read.sentence.words) - len(covered) <= 2


def _only_praises(read: Read) -> bool:
    values = [judgement.value for judgement in read.judgements]
    return bool(values) and min(values) > CLEAR
