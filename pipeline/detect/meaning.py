"""Is there any meaning in an answer? *Nothing to say* is an answer; *nothing meant* is none.

meant     it says something
nothing   it says that there is nothing to say ("inget", "vet ej", "nimic", "n/a")
noise     it means nothing ("asdf", "-", emoji alone)
empty     there is nothing at all
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from pipeline.detect.expectations import language_folders
from pipeline.languages.folding import compose, fold

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz")
_FILLERS = frozenset(
    [
        "test",
        "testing",
        "teste",
        "bla",
        "blah",
        "blabla",
        "blablabla",
        "lorem",
        "ipsum",
        "hm",
        "hmm",
        "hmmm",
        "mm",
        "mmm",
        "eh",
        "öh",
        "uh",
        "um",
        "xd",
        "lol",
        "foo",
        "asd",
    ]
)
# Words that no vowel has and surveys have; in capitals any short one passes for an acronym (GDPR, HDMI).
_NO_VOWEL_WORDS = frozenset(
    ["sthlm", "hbtq", "lgbt", "gdpr", "html", "http", "https", "ctrl", "shhh", "psst", "pfft", "grrr", "brrr"]
)
_LONGEST_ACRONYM = 5
_SLIDES_THAT_ARE_WORDS = frozenset(["were", "poi", "tre", "ert", "rew"])
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS_THAT_SAY_SOMETHING = re.compile(r"\d+\s*(?:/\s*\d+|%|[a-z€$£])|[€$£]\s*\d", re.IGNORECASE)
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=1)
def _nothing_to_say() -> frozenset[str]:
    answers: set[str] = set()
    for folder in language_folders():
        listed = tomllib.loads((folder / "nothing.toml").read_text("utf-8"))["answers"]
        answers.update(_bare(answer) for answer in listed)
    return frozenset(answers)


def _bare(text: str) -> str:
    """The words alone, folded; `n/a` and `n-am` keep what holds them together."""
    return re.sub(r"[^\w/\\'-]+", " ", fold(text)).strip(" -/\\'_")


def meaning(text: str | None) -> str:
    """`meant`, `nothing`, `noise` or `empty`.

    >>> [meaning(answer) for answer in ("Vet ej.", "asdf", "😀", "  ", "dyrt")]
    ['nothing', 'noise', 'noise', 'empty', 'meant']
    """
    composed = compose(text or "").strip()
    if not composed:
        return "empty"
    bare = _bare(composed)
    if bare in _nothing_to_say() or bare.replace("-", " ").replace("'", "") in _nothing_to_say():
        return "nothing"
    words = _WORD.findall(composed)
    if not words:
        return "meant" if _DIGITS_THAT_SAY_SOMETHING.search(composed) else "noise"
    return "noise" if all(_is_noise(word) for word in words) else "meant"


def _is_noise(as_typed: str) -> bool:
    word = fold(as_typed)
    if word in _FILLERS or (len(word) == 1 and word.isascii()):
        return True
    if len(word) >= 3 and len(set(word)) == 1:
        return True
    if len(word) >= 3 and word.isascii() and _slides_over_keys(word):
        return True
    if as_typed.isupper() and len(word) <= _LONGEST_ACRONYM:
        return False
    unvoiced = word.isascii() and not _VOWELS & set(word)
    return unvoiced and len(word) >= 4 and word not in _NO_VOWEL_WORDS


def _slides_over_keys(word: str) -> bool:
    """Keys beside one another, once or again and again: `qwe`, `asdf`, `asdasd`, `sdfsdf`."""
    if word in _SLIDES_THAT_ARE_WORDS:
        return False
    pieces = (word[:length] for length in (len(word), 5, 4, 3) if length <= len(word))
    return any(any(piece in row for row in _KEYBOARD) and (piece * len(word))[: len(word)] == word for piece in pieces)
