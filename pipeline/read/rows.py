"""Rows: the records of a file brought to the declared fields, and those that are no responses marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.read.cells import clean, is_twice_encoded
from pipeline.read.columns import Field, Places
from pipeline.read.header import Header
from pipeline.read.source import Source, records

_LONGEST_SHOWN = 40
# Excel rounds long ids to such numbers, so that different responses share one, and takes "1-2" for a day.
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d\d$")
_MADE_DATE = re.compile(r"\d{1,2}-[^\W\d_]{3}\.?$")


class Verdict(NamedTuple):
    """Why a row is set aside, the column that decided it, and the value where it may be shown."""

    reason: str
    column: str | None = None
    value: str | None = None


class Row(NamedTuple):
    """A row of a file: number of the file from 0, number of the row from 1, a cell for each field.

    Rows of long exports carry two cells more, the question and the answer. Rows with a verdict carry none.
    `others` are file and number of further rows whose cells were gathered into this one.
    """

    file: int
    number: int
    cells: tuple[str, ...]
    verdict: Verdict | None = None
    others: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Export:
    """A file ready to be read: what it is, its header, and where it has the declared fields."""

    number: int
    source: Source
    header: Header
    places: Places


@dataclass
class Damage:
    """Counts of damage that other programs did: what was mended, and what cannot be."""

    twice_encoded: int = 0
    rounded_ids: int = 0
    made_dates: int = 0


def shown(value: str) -> str | None:
    """The value as a list of set-aside rows may show it: short, and nothing that looks like a person's."""
    value = " ".join(value.split())
    return value if value and len(value) <= _LONGEST_SHOWN and "@" not in value else None


def rows(export: Export, fields: Sequence[Field], most_characters: int, damage: Damage | None = None) -> Iterator[Row]:
    """The rows of a file after its header, blank ones left out."""
    header, places = export.header, export.places
    pads = export.source.format == "workbook"  # a workbook does not store the empty cells at a row's end
    questions = [(places.names[i], p) for i, f in enumerate(fields) if f.is_joined for p in places.fields[i]]
    if places.answered is not None:
        questions.append((None, places.answered))
    for number, cells in records(export.source):
        if number < header.first or not any(map(str.strip, cells)):
            continue
        if pads and len(cells) < header.width:
            cells = cells + [""] * (header.width - len(cells))
        verdict = _structure(cells, header) or _too_long(cells, questions, most_characters) or _status(cells, places)
        yield Row(export.number, number, () if verdict else _pick(cells, places, fields, damage), verdict)


def _structure(cells: list[str], header: Header) -> Verdict | None:
    if len(cells) < header.width or any(map(str.strip, cells[len(header.cells) :])):
        return Verdict("wrong number of cells")
    first = header.columns[0].position
    if header.rows and cells[first] and cells[first].strip() == header.cells[first]:
        filled = [(a.strip(), b) for a, b in zip(cells, header.cells, strict=False) if b]
        if sum(a == b for a, b in filled) > 0.5 * len(filled) and len(filled) > 1:
            return Verdict("header repeated among the rows")
    return None


def _too_long(cells: list[str], questions: list[tuple[str | None, int]], most_characters: int) -> Verdict | None:
    for name, position in questions:
        if len(cells[position]) > most_characters:
            return Verdict("text too long", name)
    return None


def _status(cells: list[str], places: Places) -> Verdict | None:
    for position, name, status in places.status:
        if reason := status.reason(cells[position]):
            return Verdict(reason, name, shown(cells[position]))
    return None


def _pick(cells: list[str], places: Places, fields: Sequence[Field], damage: Damage | None) -> tuple[str, ...]:
    picked = [_cell(cells, positions, field, damage) for field, positions in zip(fields, places.fields, strict=True)]
    if places.asked is not None and places.answered is not None:
        picked += [clean(cells[places.asked]), clean(cells[places.answered])]
    return tuple(picked)


def _cell(cells: list[str], positions: tuple[int, ...], field: Field, damage: Damage | None) -> str:
    if not positions:
        return ""
    if damage:
        damage.twice_encoded += sum(is_twice_encoded(cells[p]) for p in positions)
    if field.role == "response_id" and _ROUNDED.match(cells[positions[0]].strip()):
        if damage:
            damage.rounded_ids += 1
        return ""
    if damage and field.role == "segment":
        damage.made_dates += sum(bool(_MADE_DATE.match(cells[p])) for p in positions)
    if len(positions) == 1:
        return clean(cells[positions[0]])
    filled = [text for p in positions if (text := clean(cells[p]))]
    if not field.is_joined:
        return filled[0] if filled else ""
    return "\n".join(text for i, text in enumerate(filled) if not _repeated(text, filled[i + 1 :]))


def _repeated(text: str, others: Sequence[str]) -> bool:
    """Whether the text only repeats how another begins, as titles that a review site makes by itself do."""
    start = text.rstrip("….").strip()
    return bool(start) and any(other.startswith(start) for other in others)
