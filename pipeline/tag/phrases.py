"""Finding the phrases of codebook and lexicons in a text, thousands at once.

A phrase is words with one space between. `*` at the end of a word stands for any ending, at its start for
any beginning (Swedish and Danish compounds), and ` ... ` for a gap of up to three words. Case and
diacritics are folded on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from pipeline.languages.folding import fold

Label = TypeVar("Label", bound=Hashable)

_GAP = "..."
_LONGEST_GAP = 3
# Answers repeat the same few thousand words; the cap keeps a stream of typing errors from filling memory.
_CACHED_WORDS = 200_000


class Hit(NamedTuple):
    """Words `first` to `last` (inclusive, as positions) that a phrase with `label` matched."""

    label: Any
    first: int
    last: int


class PhraseFinder(Generic[Label]):
    """Finds labelled phrases in folded words.

    `phrases` are pairs of phrase and label; `split` cuts one word of a phrase as the tokenizer cuts texts.
    """

    def __init__(self, phrases: Iterable[tuple[str, Label]], split: Callable[[str], Sequence[str]]) -> None:
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._ends: dict[str, list[int]] = defaultdict(list)
        self._inside: dict[str, list[int]] = defaultdict(list)
        self._elements: dict[str, int] = {}
        self._single: dict[int, list[Label]] = defaultdict(list)
        # Phrases of several words by their first two: few texts hold both, so few are looked at further.
        self._pairs: dict[tuple[int, int], list[tuple[tuple[int, ...], Label]]] = defaultdict(list)
        self._gapped: dict[int, list[tuple[tuple[int, ...], Label]]] = defaultdict(list)
        self._first_of_pair: set[int] = set()
        self._cache: dict[str, tuple[int, ...]] = {}
        for phrase, label in phrases:
            self._add(phrase, label, split)
        self._start_lengths = sorted({len(s) for s in self._starts})
        self._end_lengths = sorted({len(s) for s in self._ends})

    def _add(self, phrase: str, label: Label, split: Callable[[str], Sequence[str]]) -> None:
        sequence: list[int] = []
        for word in fold(phrase).split():
            if word == _GAP:
                sequence.append(-1)
                continue
            pieces = list(split(word.strip("*"))) or [word.strip("*")]
            for position, piece in enumerate(pieces):
                before = "*" if word.startswith("*") and position == 0 else ""
                after = "*" if word.endswith("*") and position == len(pieces) - 1 else ""
                sequence.append(self._element(before + piece + after))
        if len(sequence) == 1:
            self._single[sequence[0]].append(label)
        elif sequence[1:2] == [-1]:
            self._gapped[sequence[0]].append((tuple(sequence[1:]), label))
        elif sequence:
            self._first_of_pair.add(sequence[0])
            self._pairs[sequence[0], sequence[1]].append((tuple(sequence[2:]), label))

    def _element(self, element: str) -> int:
        if element not in self._elements:
            self._elements[element] = number = len(self._elements)
            stem = element.strip("*")
            before, after = element.startswith("*"), element.endswith("*")
            where = (
                self._inside if before and after else self._ends if before else self._starts if after else self._exact
            )
            where[stem].append(number)
        return self._elements[element]

    def _elements_of(self, word: str) -> tuple[int, ...]:
        known = self._cache.get(word)
        if known is not None:
            return known
        found = list(self._exact.get(word, ()))
        for length in self._start_lengths:
            if length > len(word):
                break
            found += self._starts.get(word[:length], ())
        for length in self._end_lengths:
            if length > len(word):
                break
            found += self._ends.get(word[-length:], ())
        for stem, numbers in self._inside.items():
            if stem in word:
                found += numbers
        if len(self._cache) >= _CACHED_WORDS:
            self._cache.clear()
        self._cache[word] = tuple(found)
        return self._cache[word]

    def find(self, words: Sequence[str]) -> list[Hit]:
        """The hits among the folded `words` of one sentence, in order of their first word."""
        elements = [self._elements_of(word) for word in words]
        hits: list[Hit] = []
        for first, here in enumerate(elements):
            following = elements[first + 1] if first + 1 < len(elements) else ()
            for number in here:
                hits += [Hit(label, first, first) for label in self._single.get(number, ())]
                candidates = [(self._gapped.get(number, ()), first + 1)]
                if number in self._first_of_pair:
                    candidates += [(self._pairs.get((number, second), ()), first + 2) for second in following]
                for phrases, position in candidates:
                    for rest, label in phrases:
                        last = _end_of_match(elements, position, rest)
                        if last is not None:
                            hits.append(Hit(label, first, last))
        return hits


def widest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those whose words lie within a longer hit of their kind (`label[0]`).

    "Wrong number of parcels delivered" is about the order, whatever "delivered" says by itself.
    """
    longer = [hit for hit in hits if hit.last > hit.first]
    if not longer:
        return list(hits)
    return [
        hit
        for hit in hits
        if not any(
            other.first <= hit.first
            and hit.last <= other.last
            and other.last - other.first > hit.last - hit.first
            and other.label[0] == hit.label[0]
            for other in longer
        )
    ]


def _end_of_match(elements: Sequence[tuple[int, ...]], position: int, rest: tuple[int, ...]) -> int | None:
    """The position of the last word when `rest` matches from `position` on, else None."""
    if not rest:
        return position - 1
    if rest[0] == -1:
        for skipped in range(_LONGEST_GAP + 1):
            last = _end_of_match(elements, position + skipped, rest[1:])
            if last is not None:
                return last
        return None
    if position < len(elements) and rest[0] in elements[position]:
        return _end_of_match(elements, position + 1, rest[1:])
    return None
