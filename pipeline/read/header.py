"""The header: where it stands, how many rows it has, and one name for each column."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import ConfigError, InputError
from pipeline.languages.folding import fold
from pipeline.read import dialects
from pipeline.read.cells import clean
from pipeline.read.dates import looks_like_date
from pipeline.read.dialects import Dialect
from pipeline.read.source import Record, Source

HEAD_RECORDS = 60  # so many records are looked at to find the header
_LATEST_START = 20
_MOST_HEADER_ROWS = 3
_TAG = re.compile(r"<[^<>]{1,200}>")
_CODE = re.compile(r"[A-Z]{1,3}\d+(_\d+)*$")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?$")
_SAID_ONCE_FOR_ALL = frozenset(("response", "svar", "raspuns", "open-ended response", "oppet svar", "abent svar",
                                "fritextsvar", "fritekstsvar", "raspuns deschis"))  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of an export: its place from 0, the one name given to it, and what the header rows say."""

    position: int
    name: str
    code: str = ""
    choice: str = ""
    question: str = ""
    rows: tuple[str, ...] = ()  # its cell in each header row

    @property
    def labels(self) -> tuple[str, ...]:
        """Everything that it may be called by besides its name."""
        return tuple(dict.fromkeys(label for label in (self.code, self.question, self.choice, *self.rows) if label))


@dataclass(frozen=True)
class Header:
    """The header of a file: its columns, the numbers of its rows, the first record after it, and the layout."""

    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    first: int
    dialect: Dialect
    remarks: tuple[str, ...]
    cells: tuple[str, ...] = ()  # the last header row as it stands

    @property
    def width(self) -> int:
        """Cells that a row must have: up to the last column with a name."""
        return max((c.position for c in self.columns), default=-1) + 1


def read_header(source: Source, head: Sequence[Record]) -> Header:
    """The header among the first records of a file. Raises InputError where there is none."""
    head = [(number, [clean(cell) for cell in cells]) for number, cells in head]
    head = [record for record in head if any(record[1])]
    if not head:
        raise InputError("The file is empty", source.name, "Export it again")
    if source.keys:
        dialect = dialects.recognise(head[0][1])
        return _made(head, 0, 1, dialect, ("Names come with the data.", _recognised(dialect)))
    if source.header_rows == 0:
        columns = tuple(Column(i, f"column {i + 1}") for i in range(len(head[0][1])))
        return Header(
            columns,
            (),
            head[0][0],
            dialects.PLAIN,
            ("No header row: the configuration says so.",),
            ("",) * len(columns),
        )
    start, dialect = _start(head)
    start = _up_to_merged(source, head, start)
    count, why = _count(source, head, start, dialect)
    if source.header_rows:
        count, why = source.header_rows, "the configuration says so"
    if count > len(head) - start:
        raise ConfigError(f"{source.name} has no {count} header rows", "survey.sources.header_rows")
    if not source.header_rows and (above := _row_above(head, start, dialect)):
        start, count, why = start - 1, count + 1, above
    remarks = [_recognised(dialect), f"Header rows: {count}, because {why}."]
    if start:
        remarks.append(f"{start} line{'s' * (start > 1)} above the header skipped.")
    return _made(head, start, count, dialect, tuple(remarks))


def _recognised(dialect: Dialect) -> str:
    if dialect is dialects.PLAIN:
        return "Layout: plain; no survey tool was recognised by the column names."
    return f"Layout: {dialect.name}, recognised by its column names."


def _start(head: Sequence[Record]) -> tuple[int, Dialect]:
    """Where the header starts: a row with a tool's names, else the first that is mostly filled and distinct."""
    for i, (_, cells) in enumerate(head[:_LATEST_START]):
        if i + 2 < len(head) and _is_import_row(head[i + 2][1]):
            return i, dialects.QUALTRICS
        dialect = dialects.recognise(cells)
        if dialect is not dialects.PLAIN:
            return i, dialect
    distinct = [len({c for c in cells if c}) for _, cells in head]
    # A table of many columns may be thinly filled, so its usual width is measured at the fuller rows.
    usual = sorted(distinct)[int(len(distinct) * 0.75)] if len(distinct) > 3 else max(distinct)
    for i, width in enumerate(distinct[:_LATEST_START]):
        if width >= 0.5 * usual and (width > 2 or usual <= 3):
            return i, dialects.PLAIN
    return 0, dialects.PLAIN


def _up_to_merged(source: Source, head: Sequence[Record], start: int) -> int:
    """Where the header starts when rows of merged cells stand above; one value over the whole width is a title."""
    rows_of_merges = {row for top, left, bottom, right in source.merged if right > left for row in (top, bottom)}
    while start and head[start - 1][0] in rows_of_merges and len(set(head[start - 1][1]) - {""}) > 1:
        start -= 1
    return start


def _count(source: Source, head: Sequence[Record], start: int, dialect: Dialect) -> tuple[int, str]:
    """How many rows the header has from `start` on, and why."""
    if dialect.name.startswith("Qualtrics"):
        return _count_qualtrics(head, start, dialect)
    if dialect.name == "SurveyMonkey":
        second = head[start + 1][1] if start + 1 < len(head) else ["-"]
        # Under the ids stands nothing in the row of choices, and an id in the first response.
        return (1, "the row under it holds a response") if second[0] else (2, "the row under it has no respondent")
    merged = [area for area in source.merged if area[0] <= head[start][0] <= area[2] or area[0] == head[start][0]]
    if merged:
        sideways = [area[0] + 1 for area in merged if area[3] > area[1]]
        last = max([area[2] for area in merged] + sideways)
        below = [a for a in source.merged if head[start][0] < a[0] <= last and a[3] > a[1]]
        last = max([last] + [a[2] + 1 for a in below])
        count = sum(head[start][0] <= number <= last for number, _ in head[start:])
        if 1 < count <= _MOST_HEADER_ROWS + 1:
            return count, "cells are merged down to there"
    count = 1
    while count < _MOST_HEADER_ROWS and _continues(head, start + count):
        count += 1
    if count == 1:
        return 1, "the row under it holds data"
    return count, "the rows under it hold text where the data hold numbers and dates"


def _count_qualtrics(head: Sequence[Record], start: int, dialect: Dialect) -> tuple[int, str]:
    if dialect.name != "Qualtrics":
        return 1, "the row under the names holds data"
    for count in (3, 2):
        if start + count <= len(head) and _is_import_row(head[start + count - 1][1]):
            return count, "its last row holds the ImportId of each column"
    second = head[start + 1][1] if start + 1 < len(head) else []
    same = sum(dialects.key(a) == dialects.key(b) != "" for a, b in zip(head[start][1], second, strict=False))
    return (2, "the row under it repeats the names in words") if same >= 2 else (1, "the row under it holds data")


def _is_import_row(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum("ImportId" in cell and _is_json(cell) for cell in filled) >= 0.5 * len(filled)


def _is_json(cell: str) -> bool:
    try:
        return isinstance(json.loads(cell), dict)
    except json.JSONDecodeError:
        return False


def _continues(head: Sequence[Record], at: int) -> bool:
    """Whether record `at` is one more header row: text wherever the rows under it hold numbers or dates.

    Asks for two such columns and for a first cell without digits, which an id would have: a data row with an odd
    value must never be taken for a header.
    """
    body = [cells for _, cells in head[at + 1 : at + 31]]
    if len(body) < 2 or any(map(str.isdigit, head[at][1][0])):
        return False
    cells = head[at][1]
    typed = [i for i in range(len(cells)) if _is_typed([row[i] for row in body if i < len(row) and row[i]], len(body))]
    if len(typed) < 2 or any(_typed(cells[i]) for i in typed):
        return False
    filled = [cells[i] for i in typed if cells[i]]
    return len(filled) >= 2 or (not filled and not cells[0] and any(cells))


def _is_typed(values: Sequence[str], rows: int) -> bool:
    return len(values) >= max(1, 0.2 * rows) and sum(map(_typed, values)) >= 0.6 * len(values)


def _typed(cell: str) -> bool:
    return bool(_NUMBER.match(cell)) or looks_like_date(cell)


def _row_above(head: Sequence[Record], start: int, dialect: Dialect) -> str:
    """Why the row above a tool's names belongs to the header as well, or "" where it does not."""
    above = [cell for cell in head[start - 1][1] if cell] if start else []
    if dialect.name == "Qualtrics (legacy)" and len(above) > 2:
        return "the row above the names holds the codes"
    if dialect.name == "QuestionPro" and len(set(above)) >= 2:
        return "the row above the names holds the questions"
    return ""


def _made(head: Sequence[Record], start: int, count: int, dialect: Dialect, remarks: tuple[str, ...]) -> Header:
    rows = [cells for _, cells in head[start : start + count]]
    width = max(map(len, rows))
    rows = [[_plain(cell) for cell in cells] + [""] * (width - len(cells)) for cells in rows]
    if dialect.name in ("SurveyMonkey", "QuestionPro", "plain") and count > 1:
        rows = [_fill_right(rows, i) for i in range(count)]
    columns = [_column(i, [row[i] for row in rows], dialect) for i in range(width)]
    named = _number_repeats([c for c in columns if c.name])
    repeated = [c.name for c in named if re.search(r" \(\d+\)$", c.name) and c.name not in {x.name for x in columns}]
    if repeated:
        remarks += (f"{len(repeated)} column names occur more than once and were numbered, such as '{repeated[0]}'.",)
    first = head[start + count][0] if start + count < len(head) else head[-1][0] + 1
    return Header(tuple(named), tuple(number for number, _ in head[start : start + count]), first, dialect, remarks,
                  tuple(head[start + count - 1][1]))  # fmt: skip


def _plain(cell: str) -> str:
    """A header cell without HTML and line breaks."""
    return " ".join(html.unescape(_TAG.sub(" ", cell)).split())


def _fill_right(rows: list[list[str]], i: int) -> list[str]:
    """Row `i` with the gaps filled from the left where a lower header row has a cell: one question, many columns."""
    filled, last = [], ""
    for position, cell in enumerate(rows[i]):
        below = any(row[position] for row in rows[i + 1 :])
        last = cell or (last if below else "")
        filled.append(last)
    return filled


def _column(position: int, cells: list[str], dialect: Dialect) -> Column:
    """A column by what its header rows say from the top down."""
    if dialect.name.startswith("Qualtrics"):
        code, question = cells[0], cells[1] if len(cells) > 1 else ""
        system = dialects.key(code) in {k for _, k in dialect.roles} | {dialects.key(s.name) for s in dialect.status}
        return Column(position, code if system or not question else question, code, "", question)
    parts = list(dict.fromkeys(cell for cell in cells if cell))
    if len(parts) > 1 and _CODE.match(parts[-1]):
        question = " - ".join(parts[:-1])
        return Column(position, question, parts[-1], "", question, tuple(parts))
    if len(parts) < 2:
        return Column(position, parts[0] if parts else "", "", "", parts[0] if parts else "")
    question, choice = " - ".join(parts[:-1]), parts[-1]
    name = question if fold(choice) in _SAID_ONCE_FOR_ALL else f"{question} - {choice}"
    return Column(position, name, "", choice, question, tuple(parts))


def _number_repeats(columns: Sequence[Column]) -> list[Column]:
    taken = Counter[str]()
    numbered = []
    for column in columns:
        taken[column.name] += 1
        times = taken[column.name]
        name = column.name if times == 1 else f"{column.name} ({times})"
        numbered.append(replace(column, name=name))
    return numbered
