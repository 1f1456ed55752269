"""The codebook: themes, friction points and touchpoints, with titles and phrases in each language.

A codebook is a TOML file that a CX team edits (`docs/codebook.md` describes it). Phrases may stand in it, or in
a file a language beside it: `our_codebook.sv.toml` beside `our_codebook.toml`.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, nearest
from pipeline.shipped import folder

KINDS = (
    "wait", "late", "unreachable", "repeat", "broken", "wrong", "unclear", "blocked", "hard", "cost", "promise",
    "treatment", "place",
)  # fmt: skip


@dataclass(frozen=True)
class Phrases:
    """Phrases of a theme in one language, by what they say of it."""

    any: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """What an answer can be about."""

    id: str
    titles: Mapping[str, str]
    definition: str
    touchpoint: str | None
    parent: str | None
    phrases: Mapping[str, Phrases]
    examples: Mapping[str, tuple[str, ...]]
    counter_examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Friction:
    """A named obstacle on the customer's way."""

    id: str
    titles: Mapping[str, str]
    theme: str
    kind: str
    touchpoint: str | None
    phrases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Touchpoint:
    """A stop on the customer journey, with the owner who answers for it."""

    id: str
    titles: Mapping[str, str]
    owner: str
    moment_of_truth: bool


@dataclass(frozen=True)
class Codebook:
    """Themes, friction points and touchpoints by id, in the order of the file."""

    name: str
    version: str
    sha256: str
    themes: Mapping[str, Theme]
    frictions: Mapping[str, Friction]
    touchpoints: Mapping[str, Touchpoint]

    def title(self, id: str, language: str) -> str:
        """The title of a theme, friction point or touchpoint, in `language` or the first that it has."""
        for group in (self.themes, self.frictions, self.touchpoints):
            if id in group:
                titles = group[id].titles
                return titles.get(language) or next(iter(titles.values()), id)
        return id

    def touchpoint_of(self, id: str) -> Touchpoint | None:
        """Where on the journey a theme or friction point lies."""
        thing = self.frictions.get(id) or self.themes.get(id)
        return self.touchpoints.get(thing.touchpoint) if thing and thing.touchpoint else None


def load_codebook(path: str | Path | None = None) -> Codebook:
    """The codebook in the file `path`, or the shipped one for customer experience.

    Raises ConfigError naming the key when something in it is missing, unknown or refers to nothing.
    """
    path = Path(path) if path else folder("data") / "codebooks" / "customer_experience.toml"
    raw, digest = _parse(path)
    for beside in sorted(path.parent.glob(f"{path.stem}.*{path.suffix}")):
        phrases, more = _parse(beside)
        _add_phrases(raw, phrases, beside)
        digest += more
    try:
        book = _build(raw, hashlib.sha256(digest).hexdigest())
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"The codebook lacks or misplaces {error}", str(path), "docs/codebook.md shows the form"
        ) from error
    _check_references(book, path)
    return book


def _parse(path: Path) -> tuple[dict[str, Any], bytes]:
    """What the file says, and the digest of its bytes."""
    try:
        content = path.read_bytes()
        return tomllib.loads(content.decode("utf-8-sig")), hashlib.sha256(content).digest()
    except FileNotFoundError:
        raise ConfigError("There is no codebook", str(path), "Check codebook.path") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("The codebook cannot be read", str(path), str(error)) from error


def _add_phrases(raw: dict[str, Any], phrases: Mapping[str, Any], path: Path) -> None:
    """Puts the phrases of one language, in the file `path`, into the codebook `raw`."""
    language = path.suffixes[-2].removeprefix(".")
    for group in ("themes", "frictions"):
        for id, found in phrases.get(group, {}).items():
            if id not in raw.get(group, {}):
                raise ConfigError(
                    f"There are phrases for '{id}', which is not in the codebook", str(path), nearest(id, raw.get(group, {}))
                )
            raw[group][id].setdefault("phrases", {})[language] = found


def _build(raw: Mapping[str, Any], sha256: str) -> Codebook:
    touchpoints = {
        id: Touchpoint(id, t["title"], t["owner"], t.get("moment_of_truth", False))
        for id, t in raw.get("touchpoints", {}).items()
    }
    themes = {
        id: Theme(
            id,
            t["title"],
            t.get("definition", ""),
            t.get("touchpoint"),
            t.get("parent"),
            {
                language: Phrases(*(tuple(p.get(key, ())) for key in ("any", "positive", "negative")))
                for language, p in t.get("phrases", {}).items()
            },
            {language: tuple(texts) for language, texts in t.get("examples", {}).items()},
            {language: tuple(texts) for language, texts in t.get("counter_examples", {}).items()},
        )
        for id, t in raw["themes"].items()
    }
    frictions = {
        id: Friction(
            id,
            f["title"],
            f["theme"],
            f["kind"],
            f.get("touchpoint"),
            {language: tuple(phrases) for language, phrases in f.get("phrases", {}).items()},
        )
        for id, f in raw.get("frictions", {}).items()
    }
    return Codebook(raw.get("name", ""), str(raw.get("version", "")), sha256, themes, frictions, touchpoints)


def _check_references(book: Codebook, path: Path) -> None:
    for group, known, attribute in (
        (book.frictions, book.themes, "theme"),
        (book.frictions, book.touchpoints, "touchpoint"),
        (book.themes, book.touchpoints, "touchpoint"),
        (book.themes, book.themes, "parent"),
        (book.frictions, KINDS, "kind"),
    ):
        for thing in group.values():
            name = getattr(thing, attribute)
            if name is not None and name not in known:
                raise ConfigError(f"'{thing.id}' has the unknown {attribute} '{name}'", str(path), nearest(name, known))
