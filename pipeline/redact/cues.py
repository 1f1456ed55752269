"""What is particular to each language's personal data, read from `languages/<xx>/personal.toml`.

A text whose language is known meets that language's cues; any other text meets all of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pipeline.languages
from pipeline.languages.folding import fold

_FLAGS = re.IGNORECASE | re.VERBOSE


@dataclass(frozen=True)
class IdFormat:
    """A national identity number: its shape, where its date lies, and its check (a module of stdnum)."""

    pattern: re.Pattern[str]
    date: str
    check: str
    needs_cue: bool
    """Too loose a shape to be taken for one by itself in a text of another language."""


@dataclass(frozen=True)
class Cues:
    """The cues of the languages a text may be in, and the names known in any language."""

    own: tuple[dict[str, Any], ...]
    every: tuple[dict[str, Any], ...]

    def _of(self, room: str, key: str, every: bool = False) -> list[str]:
        return [value for language in (self.every if every else self.own) for value in language[room].get(key, ())]

    def _words(self, key: str, every: bool = False) -> frozenset[str]:
        lists = [language["names"][key].split() for language in (self.every if every else self.own)]
        return frozenset(fold(word) for words in lists for word in words)

    # -- numbers -------------------------------------------------------------------------------------

    @cached_property
    def regions(self) -> tuple[str, ...]:
        return tuple(language["region"] for language in self.own)

    @cached_property
    def every_region(self) -> tuple[str, ...]:
        return tuple(language["region"] for language in self.every)

    @cached_property
    def _fillers(self) -> list[str]:
        return [word for language in self.every for word in language["fillers"]]

    @cached_property
    def reference(self) -> re.Pattern[str]:
        """Ends where an order, case or article number begins."""
        return _leading_up([p for language in self.every for p in language["references"]] + ["#"], self._fillers)

    @cached_property
    def phone(self) -> re.Pattern[str]:
        return _leading_up(self._of("phone", "cues"), self._fillers)

    @cached_property
    def local_phones(self) -> re.Pattern[str] | None:
        shapes = self._of("phone", "local")
        if not shapes:
            return None
        return re.compile(rf"(?<!\w)(?<!\d[ .,\-/+])(?:{'|'.join(shapes)})(?!\w|[.,:\-/ ]\d)", _FLAGS)

    @cached_property
    def person_id(self) -> re.Pattern[str]:
        return _leading_up(self._of("person_id", "cues"), self._fillers)

    @cached_property
    def id_formats(self) -> tuple[IdFormat, ...]:
        return tuple(
            IdFormat(
                re.compile(rf"(?<!\w)(?<!\d[.,\-/])(?:{row['pattern']})(?!\w|[.,\-/]\d)", _FLAGS),
                row.get("date", ""), row.get("check", ""), row.get("own_language", False) and language not in self.own,
            )
            for language in self.every for row in language["person_id"]["formats"]
        )  # fmt: skip

    # -- places --------------------------------------------------------------------------------------

    @cached_property
    def plates(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{'|'.join(self._of('plate', 'formats'))})(?![\w-])", re.IGNORECASE)

    @cached_property
    def plate(self) -> re.Pattern[str]:
        return _leading_up(self._of("plate", "cues"), self._fillers)

    @cached_property
    def plate_context(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(fold, self._of('plate', 'context')))})(?!\w)")

    @cached_property
    def not_plates(self) -> frozenset[str]:
        return frozenset(self._of("plate", "not_plates", every=True))

    @cached_property
    def addresses(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w\[])(?:{'|'.join(self._of('address', 'formats'))})", _FLAGS)

    # -- online --------------------------------------------------------------------------------------

    @cached_property
    def spelled_at(self) -> str:
        return "|".join(map(re.escape, self._of("email", "at", every=True)))

    @cached_property
    def email_marks(self) -> tuple[str, ...]:
        """One of these stands in every e-mail address, spelled out or not."""
        bracketed = ("(at", "( at", "[at", "[ at", "{at", "(a)", "[a]")
        return ("@", *bracketed, " dot", *self._of("email", "at", every=True))

    @cached_property
    def spelled_dot(self) -> str:
        return "|".join(map(re.escape, self._of("email", "dot", every=True)))

    @cached_property
    def before_site(self) -> re.Pattern[str]:
        return _leading_up(map(re.escape, self._of("url", "before", every=True)), ())

    # -- names ---------------------------------------------------------------------------------------

    @cached_property
    def anyone_after(self) -> re.Pattern[str]:
        return _words_before(self._of("names", "anyone_after"), r"[\s,:-]{1,4}")

    @cached_property
    def known_after(self) -> re.Pattern[str]:
        return _words_before(self._of("names", "known_after"), r",?\s")

    @cached_property
    def known_before(self) -> re.Pattern[str]:
        return _words_after(self._of("names", "known_before"))

    @cached_property
    def acts(self) -> re.Pattern[str]:
        return _words_after(self._of("names", "acts"))

    @cached_property
    def things(self) -> re.Pattern[str]:
        return _words_before(self._of("names", "things"), r"\s")

    @cached_property
    def own_given(self) -> frozenset[str]:
        return frozenset(self._inflected(self._words("given"))) - self.not_names

    @cached_property
    def ordinary_words(self) -> frozenset[str]:
        """Given names that are words as well, in any language, folded."""
        return frozenset(self._inflected(self._words("also_words", every=True)))

    @cached_property
    def given(self) -> frozenset[str]:
        """Given names of every language, folded: capitalised they are names wherever a cue stands."""
        return frozenset(self._inflected(self._words("given", every=True))) - self.not_names

    @cached_property
    def given_in_lower_case(self) -> frozenset[str]:
        """Given names of the text's own language that are no ordinary words, folded."""
        return frozenset(self._inflected(self._words("given") - self._words("also_words"))) - self.not_names

    @cached_property
    def given_as_written(self) -> frozenset[str]:
        """As `given_in_lower_case`, with and without their diacritics: to ask of a text not yet folded."""
        written = {w for language in self.own for w in language["names"]["given"].split()}
        return self.given_in_lower_case | {
            form for form in self._inflected(written) if fold(form) in self.given_in_lower_case
        }

    @cached_property
    def not_names(self) -> frozenset[str]:
        return self._words("not_names", every=True)

    @cached_property
    def brands(self) -> re.Pattern[str]:
        brands = map(re.escape, map(fold, self._of("names", "brands", every=True)))
        return re.compile(rf"(?<!\w)(?:{'|'.join(brands)})(?!\w)")

    @cached_property
    def particles(self) -> frozenset[str]:
        return frozenset(self._of("names", "particles"))

    @cached_property
    def joins(self) -> re.Pattern[str]:
        return re.compile(rf"\s?(?:,|(?:\s|,)(?:{'|'.join(fold(j) for j in self._of('names', 'joins'))}))\s")

    @cached_property
    def surname_endings(self) -> tuple[str, ...]:
        return tuple(fold(ending) for ending in self._of("names", "surname_endings"))

    @cached_property
    def not_name_endings(self) -> tuple[str, ...]:
        return tuple(fold(ending) for ending in self._of("names", "not_name_endings"))

    def _inflected(self, names: Iterable[str]) -> Iterator[str]:
        """The names, with their genitives and what else their endings become (`case_endings`)."""
        endings = self._of("names", "case_endings", every=True)
        for name in names:
            yield name
            yield name + "s"
            for ending, instead in endings:
                if name.endswith(ending):
                    yield name[: -len(ending)] + instead


def _leading_up(cues: Iterable[str], fillers: Iterable[str]) -> re.Pattern[str]:
    """A pattern for folded text that ends with one of `cues`, then at most three of `fillers`."""
    words = "|".join(sorted(map(fold, fillers), key=len, reverse=True))
    between = rf"(?:\W{{0,3}}(?:{words})(?!\w)){{0,3}}" if words else ""
    return re.compile(rf"(?<!\w)(?:{'|'.join(fold(cue) for cue in cues)}){between}\W{{0,3}}$")


def _words_before(cues: list[str], gap: str) -> re.Pattern[str]:
    """A pattern for folded text that ends with one of `cues` and the gap up to the next word."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(fold, cues))}){gap}$")


def _words_after(cues: list[str]) -> re.Pattern[str]:
    """A pattern for folded text, from the end of a word (or of its genitive) on to one of `cues`."""
    return re.compile(rf"(?:'?s)?\s(?:{'|'.join(map(fold, cues))})(?!\w)")


@cache
def _languages() -> dict[str, dict[str, Any]]:
    folder = Path(pipeline.languages.__file__).parent
    return {p.parent.name: tomllib.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*/personal.toml"))}


@cache
def cues_for(language: str | None) -> Cues:
    """The cues for a text in `language`; those of all languages when it is None or has no folder."""
    known = _languages()
    every = tuple(known.values())
    return Cues((known[language],) if language in known else every, every)
