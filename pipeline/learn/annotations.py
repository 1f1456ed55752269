"""Labelled answers: a JSON object a line, as `data/labels/README.md` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.languages.folding import compose


@dataclass(frozen=True)
class Annotation:
    """One answer with its labels; `frictions` are pairs of kind and span, `asks` spans of the text."""

    id: str
    language: str
    text: str
    question_kind: str | None
    themes: dict[str, str]
    frictions: tuple[tuple[str, str], ...]
    asks: tuple[str, ...]
    overall: str


def read_annotations(paths: Iterable[Path]) -> list[Annotation]:
    """The annotations in the files `paths`, in order. Raises InputError naming file and line."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                raw = json.loads(line)
                frictions = tuple((f["kind"], f["span"]) for f in raw["frictions"])
                found.append(
                    Annotation(
                        raw["id"], raw["lang"], compose(raw["text"]), raw.get("question_kind"), dict(raw["themes"]),
                        frictions, tuple(raw["asks"]), raw["overall"],
                    )
                )  # fmt: skip
            except (ValueError, KeyError, TypeError) as error:
                raise InputError("The annotation cannot be read", f"{path.name}, line {number}", repr(error)) from error
    return found
