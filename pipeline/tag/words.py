"""A text as sentences of folded words, with the offsets of every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from pipeline.languages.folding import fold

_WANTED = ("IDX", "LENGTH", "IS_SPACE", "IS_PUNCT", "SENT_START")
_SENTENCE_MARKS = ".!?…"
_CLAUSE_MARKS = frozenset(",;:()/+&-–—")


class Sentence(NamedTuple):
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
            yield from _sentences_of_line(line, start_of_line, language)
        start_of_line += len(line)


def _sentences_of_line(line: str, offset: int, language: str) -> Iterator[Sentence]:
    nlp = _tokenizer(language)
    # Most answers are one sentence, and looking for more takes longer than everything else here.
    several = any(mark in line.rstrip(_SENTENCE_MARKS + " \n") for mark in _SENTENCE_MARKS)
    doc = nlp(line) if several else nlp.make_doc(line)
    # One array for the line: a Python object for each token would take longer than cutting the text.
    tokens = doc.to_array(_WANTED).tolist()
    first = 0
    for i in range(1, len(tokens) + 1):
        if i == len(tokens) or tokens[i][-1] == 1:
            if made := _sentence(line, tokens[first:i], offset):
                yield made
            first = i


def _sentence(line: str, tokens: Sequence[Sequence[int]], offset: int) -> Sentence | None:
    words, starts, ends, clauses = [], [], [], []
    clause = 0
    for start, length, is_space, is_punct, _ in tokens:
        if is_space:
            continue
        text = line[start : start + length]
        # A mark alone ends a clause; several together are an emoticon, which judges like a word.
        if is_punct and (length == 1 or len(set(text)) == 1) or text in _CLAUSE_MARKS:
            clause += text[0] in _CLAUSE_MARKS
            continue
        words.append(fold(text))
        starts.append(offset + start)
        ends.append(offset + start + length)
        clauses.append(clause)
    return Sentence(tuple(words), tuple(starts), tuple(ends), tuple(clauses)) if words else None
