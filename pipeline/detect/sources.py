"""The text that the shipped detector learns from: open parallel sets, text of our own, statistics of n-grams.

`parallel` is a folder of `<source>.<a>-<b>.tsv.gz`, rows `first<TAB>second`. Only sets whose licence lets a model
trained on them be passed on are read (`LICENSED`); their credit stands in `models/detector/README.md`.
"""

from __future__ import annotations

import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.detect.corpus import comparable
from pipeline.detect.ngrams import normal_word, split_words

NEAR = ("sv", "da", "ro", "en", "nb", "nn")
# Languages only known as foreign: those in Latin script with a profile in langdetect, and Icelandic, from our own text.
WORLD = (
    "af", "ca", "cs", "cy", "de", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl", "pl", "pt",
    "sk", "sl", "so", "sq", "sw", "tl", "tr", "vi",
)  # fmt: skip
PROFILE_OF = {"nb": "no"}  # langdetect's name for what we call otherwise; it has no Nynorsk
LICENSED = (
    "odoo", "firefox-www", "shopware", "chatwoot", "spree", "duckduckgo", "thunderbird-android", "wikipedia-android",
    "openfoodfacts", "bookstack", "home-assistant-ios", "tatoeba", "ro-sts", "xquad", "pud",
)  # fmt: skip
DICTIONARIES = ("dict.wiktionary",)  # single words of unknown frequency
LONG_ENOUGH = 5  # letters from which on a word is varied: shorter ones have no stem to speak of
SHORTEST_STEM = 3


def parallel_texts(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Lines of running text and entries of dictionaries, by language, each once, in the order of the files.

    A line that stands in two languages tells nothing (a name, or left untranslated) and is dropped.
    """
    lines: dict[str, dict[str, None]] = {}
    entries: dict[str, dict[str, None]] = {}
    for path in sorted(folder.glob("*.tsv.gz")):
        source, _, pair = path.name.removesuffix(".tsv.gz").rpartition(".")
        found = lines if source in LICENSED else entries if source in DICTIONARIES else None
        if found is None:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                for language, text in zip(pair.split("-"), row.rstrip("\n").split("\t"), strict=False):
                    found.setdefault(language, {})[text] = None
    languages = Counter(text for texts in lines.values() for text in {comparable(line) for line in texts})
    kept = {name: [line for line in texts if languages[comparable(line)] == 1] for name, texts in lines.items()}
    return kept, {name: list(texts) for name, texts in entries.items()}


def own_texts(data: Path, text: Path) -> dict[str, list[str]]:
    """Lines written for this program, by language: what was written for the detector, and the customers' sentences
    in the labels, the sample, the codebook and the lexicons."""
    lines = {path.stem: path.read_text("utf-8").splitlines() for path in sorted(text.glob("*.txt"))}
    for path in sorted((data / "labels").glob("*.jsonl")):
        lines[path.stem] += [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    for path in sorted((data / "sample" / "answers").glob("*.toml")):
        lines[path.stem] += strings(tomllib.loads(path.read_text("utf-8")))
    for path in sorted((data / "lexicons").glob("*.tsv")):
        phrases = [line.split("\t")[0] for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        lines[path.stem] += [phrase for phrase in phrases if "*" not in phrase]
    for path in sorted((data / "codebooks").glob("*.toml")):
        listed = tomllib.loads(path.read_text("utf-8"))
        suffix = path.stem.rpartition(".")[2]
        for language, phrases in _by_language({suffix: listed} if suffix in NEAR else listed):
            lines[language] += [phrase for phrase in phrases if "*" not in phrase]
    return lines


def strings(value: object) -> list[str]:
    """All strings in nested lists and tables."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [found for item in inner for found in strings(item)]


def _by_language(value: object) -> Iterator[tuple[str, list[str]]]:
    """The strings that stand, however deep, under the name of a language."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in NEAR:
                yield name, strings(inner)
            else:
                yield from _by_language(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _by_language(inner)


class Rewriting:
    """Lines of one language rewritten in its neighbour, word by word: Danish as Bokmål, Bokmål as Nynorsk.

    The file has rows `from<TAB>to`: whole words, `-endings`, `beginnings-` and `-inner-` letters.
    """

    def __init__(self, path: Path) -> None:
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        rows.sort(key=lambda row: -len(row[0]))  # the longest that fits is taken
        self._words = {old: new for old, new in rows if "-" not in old}
        self._endings = [(old[1:], new[1:]) for old, new in rows if old[0] == "-" and old[-1] != "-"]
        self._beginnings = [(old[:-1], new[:-1]) for old, new in rows if old[-1] == "-" and old[0] != "-"]
        self._inner = [(old[1:-1], new[1:-1]) for old, new in rows if old[0] == old[-1] == "-"]

    def word(self, word: str) -> str:
        """The word as the neighbour would spell it, as far as the rules go; it may stay as it is."""
        if word in self._words:
            return self._words[word]
        tail, new_tail = next((pair for pair in self._endings if word.endswith(pair[0])), ("", ""))
        stem = word[: len(word) - len(tail)]
        if len(stem) < SHORTEST_STEM:
            stem, new_tail = word, ""
        head, new_head = next((pair for pair in self._beginnings if stem.startswith(pair[0])), ("", ""))
        stem = stem[len(head) :]
        for old, new in self._inner:
            if old in stem:
                stem = stem.replace(old, new)
                break
        return new_head + stem + new_tail

    def line(self, line: str) -> str:
        """The line so rewritten, in lower case and without punctuation."""
        return " ".join(map(self.word, split_words(line)))


def varied_words(words: Sequence[str], endings: Sequence[str], each: int, seed: int) -> list[str]:
    """Up to `each` further forms a word: its longest ending exchanged for others that stems like it take.

    How often two endings share a stem is counted over all `words`, and the other ending drawn accordingly.
    """
    random = np.random.default_rng(seed)
    endings = sorted({"", *endings}, key=lambda ending: (-len(ending), ending))
    taken: dict[str, list[int]] = {}
    longest: list[tuple[str, int]] = []
    for word in words:
        splits = [
            (word[: len(word) - len(ending)], number)
            for number, ending in enumerate(endings)
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM
        ]
        for stem, ending in splits:
            taken.setdefault(stem, []).append(ending)
        if len(word) >= LONG_ENOUGH:
            longest.append(splits[0])
    together = np.zeros((len(endings), len(endings)))
    for numbers in taken.values():
        together[np.ix_(numbers, numbers)] += 1
    np.fill_diagonal(together, 0)
    bounds = together.cumsum(axis=1)
    chance = random.random((len(longest), each))
    return [
        stem + endings[int(np.searchsorted(bounds[ending], draw * bounds[ending, -1], side="right"))]
        for (stem, ending), draws in zip(longest, chance, strict=True)
        for draw in draws
        if bounds[ending, -1]
    ]


def compounds(words: Sequence[str], joints: Sequence[str], number: int, seed: int) -> list[str]:
    """`number` random compounds of two `words` of three to nine letters, joined by one of `joints`."""
    random = np.random.default_rng(seed)
    parts = [word for word in words if 3 <= len(word) <= 9]
    pairs = random.integers(len(parts), size=(number, 2))
    chosen = random.integers(len(joints), size=number)
    return [parts[a] + joints[joint] + parts[b] for (a, b), joint in zip(pairs, chosen, strict=True)]


def profile_words(language: str, number: int, seed: int) -> dict[str, float]:
    """Words spelled at random by langdetect's trigram counts of a language, with their relative frequencies.

    Each letter is drawn given the two before it (a Markov chain of the second order; Shannon, 1948). Common
    short words come out as they are, long ones look like the language.
    """
    chain = _chain(PROFILE_OF.get(language, language))
    random = np.random.default_rng(seed)
    counts: Counter[str] = Counter()
    for _ in range(number):
        word = " "
        while len(word) < 25 and (step := chain.get(word[-2:])):
            letters, bounds = step
            word += letters[min(int(np.searchsorted(bounds, random.random())), len(letters) - 1)]
            if word[-1] == " ":
                break
        counts[normal_word(word.strip())] += 1
    del counts[""]
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items()}


def _chain(profile: str) -> dict[str, tuple[str, np.ndarray]]:
    """For each two characters (one, a space, at the start of a word): those that may follow, and cumulative shares."""
    from langdetect.detector_factory import PROFILES_DIRECTORY

    counted = json.loads((Path(PROFILES_DIRECTORY) / profile).read_text("utf-8"))["freq"]
    follow: dict[str, Counter[str]] = {}
    for ngram, count in counted.items():
        ngram = ngram.lower()
        if len(ngram) == 3 or (len(ngram) == 2 and ngram[0] == " "):
            follow.setdefault(ngram[:-1], Counter())[ngram[-1]] += count
    return {
        before: ("".join(letters), np.cumsum(list(letters.values())) / sum(letters.values()))
        for before, letters in follow.items()
    }


def words_of(lines: Iterable[str]) -> list[str]:
    """The distinct words of some lines, in their one spelling, in order."""
    return list(dict.fromkeys(normal_word(word) for line in lines for word in split_words(line)))
