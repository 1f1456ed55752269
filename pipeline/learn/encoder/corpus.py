"""Translations to learn from: an English text with what it is called in the other languages.

Only sources are read whose licence lets a model trained on them be given away; `SOURCES` is the list, and
the model card credits each of them.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError

# Norwegian Bokmål is no language of the product; its words are nearly Danish ones, and there are more of them.
LANGUAGES = ("en", "sv", "da", "ro", "nb")

SOURCES = {
    "odoo": "LGPL-3.0",
    "firefox-www": "MPL-2.0",
    "shopware": "MIT",
    "chatwoot": "MIT",
    "spree": "BSD-3-Clause",
    "duckduckgo": "Apache-2.0",
    "thunderbird-android": "Apache-2.0",
    "wikipedia-android": "Apache-2.0",
    "openfoodfacts": "Apache-2.0",
    "bookstack": "MIT",
    "home-assistant-ios": "Apache-2.0",
    "tatoeba": "CC-BY 2.0 FR",
    "ro-sts": "CC-BY-SA 4.0",
    "xquad": "CC-BY-SA 4.0",
    "pud": "CC-BY-SA 3.0 and 4.0",
    "dict.wiktionary": "CC-BY-SA 3.0",
}

HELD_OUT = 25  # one English text in so many, with all its translations, is kept for choices and figures
SENTENCE = 25  # characters from which a held-out text is a sentence worth finding again


@dataclass(frozen=True)
class Meaning:
    """One English text and its translations: `words["sv"]` are the ways Swedish says it. `words["en"]` is one."""

    words: Mapping[str, Sequence[str]]

    @property
    def english(self) -> str:
        """The English text."""
        return self.words["en"][0]


def read_meanings(folder: Path) -> list[Meaning]:
    """All distinct English texts of `SOURCES` in `folder`, in the order of the sources.

    Files are `<source>.en-<language>.tsv.gz` with rows `English<TAB>other`. Texts of other languages that
    share an English side are each other's translations, across sources. Raises `InputError` without a file.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for source in SOURCES:
        for language in LANGUAGES[1:]:
            for english, other in _rows(folder / f"{source}.en-{language}.tsv.gz"):
                if other not in found[english][language]:
                    found[english][language].append(other)
    if not found:
        raise InputError("There is no parallel text to learn from", str(folder), "Name the folder of *.tsv.gz files")
    return [Meaning({"en": [english], **words}) for english, words in found.items()]


def split_meanings(meanings: Sequence[Meaning]) -> tuple[list[Meaning], list[Meaning]]:
    """What is learnt from, and what is held out: by a hash of the English text, so always the same."""
    parts: tuple[list[Meaning], list[Meaning]] = ([], [])
    for meaning in meanings:
        digest = hashlib.sha1(meaning.english.lower().encode()).digest()
        parts[int.from_bytes(digest[:4], "big") % HELD_OUT == 0].append(meaning)
    return parts


def held_out_sentences(meanings: Sequence[Meaning], first: str, second: str) -> tuple[list[str], list[str]]:
    """Aligned sentences of two languages among held-out meanings, no sentence twice."""
    pairs: dict[str, str] = {}
    for meaning in meanings:
        if len(meaning.english) >= SENTENCE and meaning.words.get(first) and meaning.words.get(second):
            pairs.setdefault(meaning.words[second][0], meaning.words[first][0])
    unique = {ours: theirs for theirs, ours in pairs.items()}
    return list(unique), list(unique.values())


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            english, _, other = line.rstrip("\n").partition("\t")
            if english and other:
                yield english, other
