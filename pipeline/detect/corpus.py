"""Training text: words with frequencies and running lines a language, and the samples drawn from them.

A model that adds up words can learn from words drawn at random by frequency as from real sentences; so a
frequency list trains pairs and sentences too, and no language is known only by the subjects of its texts.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from pipeline.detect.ngrams import normal_word, split_words
from pipeline.languages.folding import compose, fold

HELD_OUT = 25  # one word and one line in so many is kept for calibration and for the printed figures
SHARING = 0.5  # a word of two languages is shared by frequency to this power: between running text (1) and lists (0)
TYPED_SHARE = 0.05  # how often "aa" is typed for "å", against the correct spelling

Teacher = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Corpus:
    """One language: relative frequencies of its words, its lines as words, and what is held out of both."""

    words: Mapping[str, float]
    lines: Sequence[Sequence[str]]
    held_out_words: Sequence[str] = ()
    held_out_lines: Sequence[str] = ()


@dataclass(frozen=True)
class Samples:
    """Texts as words: `words` names each once; text i has `members[starts[i]:starts[i + 1]]`.

    `labels` is texts × languages (rows sum to 1), `weights` one number a text.
    """

    words: list[str]
    members: np.ndarray
    starts: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def is_held_out(text: str) -> bool:
    """Whether a word or line stays out of training: by its own hash, so it stays out in every language."""
    return int.from_bytes(_digest(text.lower())[:4], "big") % HELD_OUT == 0


def comparable(line: str) -> str:
    """The words of a line in their one spelling: what lines to leave out are looked for by."""
    return " ".join(map(normal_word, split_words(compose(line))))


def _digest(text: str) -> bytes:
    return hashlib.sha1(text.encode()).digest()


def corpus_of(
    texts: Iterable[str], leave_out: frozenset[str], most_words: int, listed: Mapping[str, float] | None = None
) -> Corpus:
    """The corpus of one language from lines of text, and words `listed` with a relative frequency.

    Lines and words that are `comparable` to one in `leave_out` are dropped. Of the words, the `most_words` most
    frequent are kept. A listed word that stands in the lines too has the sum of both frequencies.
    """
    lines = dict.fromkeys(compose(line.strip()) for line in texts)
    lines = [line for line in lines if line and comparable(line) not in leave_out]
    split = [[normal_word(word) for word in split_words(line)] for line in lines if not is_held_out(line)]
    split = [words for words in split if words]
    counts = Counter(word for words in split for word in words)
    total = sum(counts.values())
    words = {word: count / total for word, count in counts.items()}
    for word, frequency in (listed or {}).items():
        words[word] = words.get(word, 0) + frequency
    ranked = sorted(words, key=lambda word: (-words[word], _digest(word)))[:most_words]
    kept = [word for word in ranked if word not in leave_out]
    return Corpus(
        words={word: words[word] for word in kept if not is_held_out(word)},
        lines=split,
        held_out_words=[word for word in kept if is_held_out(word)],
        held_out_lines=[line for line in lines if is_held_out(line)],
    )


def most_frequent(corpus: Corpus, number: int) -> Corpus:
    """The corpus with only its `number` commonest words."""
    kept = sorted(corpus.words, key=lambda word: (-corpus.words[word], word))[:number]
    return replace(corpus, words={word: corpus.words[word] for word in kept})


def write_known_words(corpora: Mapping[str, Corpus], path: Path) -> None:
    """Writes `language<TAB>word<TAB>frequency` lines, gzipped, the same bytes for the same words."""
    lines = [
        f"{language}\t{word}\t{frequency:.3g}\n"
        for language, corpus in corpora.items()
        for word, frequency in corpus.words.items()
    ]
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


def read_known_words(path: Path) -> dict[str, Corpus]:
    """The words that `write_known_words` wrote, as corpora without lines."""
    words: dict[str, dict[str, float]] = {}
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        language, word, frequency = line.split("\t")
        words.setdefault(language, {})[word] = float(frequency)
    return {language: Corpus(found, lines=()) for language, found in words.items()}


@dataclass(frozen=True)
class Spelling:
    """How a language is typed without its letters: replacements, and how often marks are just left out."""

    typed: Mapping[str, str] = field(default_factory=dict)
    unmarked: float = 0.2

    def variants(self, word: str) -> dict[str, float]:
        """The ways to type a word, each with its frequency against the correct one."""
        typed = normal_word("".join(self.typed.get(letter, letter) for letter in word))
        unmarked = {fold(word): self.unmarked} if self.unmarked else {}
        return {typed: TYPED_SHARE, **unmarked, word: 1.0}


class Sampler:
    """Draws texts of several languages into one `Samples`; languages weigh the same in each kind of text."""

    def __init__(self, corpora: Mapping[str, Corpus], seed: int) -> None:
        self.corpora = corpora
        self._random = np.random.default_rng(seed)
        self._ids: dict[str, int] = {}
        self._members: list[np.ndarray] = []
        self._labels: list[np.ndarray] = []
        self._weights: list[float] = []

    def _id(self, word: str) -> int:
        return self._ids.setdefault(word, len(self._ids))

    def _add(self, members: Sequence[int], label: np.ndarray, weight: float) -> None:
        self._members.append(np.asarray(members, np.int64))
        self._labels.append(label)
        self._weights.append(weight)

    def single_words(
        self, weight: float, flatten: float, spellings: Mapping[str, Spelling], teacher: Teacher | None = None
    ) -> None:
        """Every word once, in every spelling, labelled by how its languages share it.

        The weight of a word grows with its frequency to the power `flatten`. A `teacher` that gives shares
        (words × languages) has as much to say about the labels as the frequencies.
        """
        frequencies: dict[str, np.ndarray] = {}
        count = len(self.corpora)
        for column, (language, corpus) in enumerate(self.corpora.items()):
            spelling = spellings.get(language, Spelling())
            for word, frequency in corpus.words.items():
                for variant, share in spelling.variants(word).items():
                    frequencies.setdefault(variant, np.zeros(count))[column] += share * frequency
        words, table = list(frequencies), np.array(list(frequencies.values()))
        strength = table**flatten
        strength = (strength * weight / count / strength.sum(axis=0)).sum(axis=1)
        sharing = table**SHARING
        labels = sharing / sharing.sum(axis=1, keepdims=True)
        if teacher is not None:
            taught = teacher(words)
            told = taught.sum(axis=1) > 0
            labels[told] = (labels[told] + taught[told]) / 2
        for word, label, strong in zip(words, labels, strength, strict=True):
            self._add([self._id(word)], label, float(strong))

    def random_texts(self, number: int, lengths: tuple[int, int], flatten: float, weight: float) -> None:
        """`number` texts a language of `lengths` words, drawn by frequency to the power `flatten`."""
        for column, corpus in enumerate(self.corpora.values()):
            words = list(corpus.words)
            chance = np.array(list(corpus.words.values())) ** flatten
            ids = np.array([self._id(word) for word in words])
            sizes = self._random.integers(lengths[0], lengths[1] + 1, number)
            drawn = ids[self._random.choice(len(words), sizes.sum(), p=chance / chance.sum())]
            label = np.eye(len(self.corpora))[column]
            for members in np.split(drawn, np.cumsum(sizes)[:-1]):
                self._add(members, label, weight / len(self.corpora) / number)

    def lines(self, number: int, weight: float, bare: float) -> None:
        """Up to `number` real lines a language; the share `bare` of them without diacritics as well."""
        for column, corpus in enumerate(self.corpora.values()):
            if not corpus.lines:
                continue
            order = self._random.permutation(len(corpus.lines))[:number]
            label = np.eye(len(self.corpora))[column]
            for place, row in enumerate(order):
                words = corpus.lines[row]
                self._add([self._id(w) for w in words], label, weight / len(self.corpora) / len(order))
                if place < bare * len(order):
                    bare_ids = [self._id(fold(w)) for w in words]
                    self._add(bare_ids, label, bare * weight / len(self.corpora) / len(order))

    def samples(self) -> Samples:
        """All that was drawn."""
        sizes = np.fromiter(map(len, self._members), np.int64, len(self._members))
        weights = np.array(self._weights)
        return Samples(
            words=list(self._ids),
            members=np.concatenate(self._members),
            starts=np.concatenate(([0], np.cumsum(sizes))),
            labels=np.array(self._labels),
            weights=weights / weights.sum(),
        )
