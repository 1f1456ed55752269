"""A text as sentences of folded words, with the offsets of every word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.languages.folding import fold

_CLAUSE_MARKS = frozenset(",;:()/+&-–—")


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, folded; where each starts and ends; `clauses` numbers the clause of each."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clauses: tuple[int, ...]


@cache
def _tokenizer(language: str) -> Any:
    import spacy

    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    return nlp


def split_word(word: str, language: str) -> list[str]:
    """One word as the tokenizer of `language` cuts it, as in `don't` to `do` and `n't`."""
    return [token.text for token in _tokenizer(language).make_doc(word)]


def sentences(text: str, language: str) -> Iterator[Sentence]:
    """The sentences of `text`; a line break ends a sentence as a full stop does."""
    # The tokenizer's exceptions are in lower case: a shouted text would lose them.
    plain = text.lower() if text.isupper() and len(text.lower()) == len(text) else text
    plain = plain.replace("’", "'")
    start_of_line = 0
    for line in plain.splitlines(keepends=True):
        if line.strip():
            for sentence in _tokenizer(language)(line).sents:
                if made := _sentence(sentence, start_of_line):
                    yield made
        start_of_line += len(line)


def _sentence(tokens: Any, offset: int) -> Sentence | None:
    words, starts, ends, clauses = [], [], [], []
    clause = 0
    for token in tokens:
        text = token.text
        if token.is_space:
            continue
        # A mark alone ends a clause; several together are an emoticon, which judges like a word.
        if token.is_punct and (len(text) == 1 or len(set(text)) == 1) or text in _CLAUSE_MARKS:
            clause += text[0] in _CLAUSE_MARKS
            continue
        words.append(fold(text))
        starts.append(offset + token.idx)
        ends.append(offset + token.idx + len(text))
        clauses.append(clause)
    return Sentence(tuple(words), tuple(starts), tuple(ends), tuple(clauses)) if words else None
