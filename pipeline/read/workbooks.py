"""Workbooks (.xlsx): which sheet holds the responses, its merged cells, and its records."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, InputError, nearest
from pipeline.languages.folding import fold
from pipeline.read.cells import as_text

Range = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1

_RAW_DATA = ("raw data", "rawdata", "radata", "ra data", "data", "responses", "svar", "besvarelser", "raspunsuri")
_SUMMARY_SHEET = re.compile(r"((question|fraga|sporgsmal|intrebarea) \d+|summary( data)?|sammanfattning|resume|sumar)$")
_SAMPLED_ROWS = 200
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_CHUNK = 1 << 20


def is_workbook(path: Path) -> bool:
    """Whether the ZIP archive is an .xlsx workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise InputError("The file is a damaged workbook or archive", path.name, "Export it again") from error


def choose_sheet(path: Path, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """The sheet that holds the responses, with a sentence that says why.

    Raises InputError where no sheet holds rows of responses, or where the workbook is a summary of counts.
    """
    book = _open(path)
    try:
        names = [sheet.title for sheet in book.worksheets]
        if declared is not None:
            if declared not in names:
                raise ConfigError(
                    f"The workbook {path.name} has no sheet '{declared}'",
                    "survey.sources.sheet",
                    nearest(declared, names),
                )
            return declared, (f"Sheet '{declared}': the configuration says so.",)
        sizes = {sheet.title: _filled(sheet) for sheet in book.worksheets}
    finally:
        book.close()
    filled = {name: size for name, size in sizes.items() if size}
    if not filled:
        raise InputError("The workbook is empty", path.name, "Export it again")
    filled = {name: size for name, size in filled.items() if not _SUMMARY_SHEET.match(fold(name).strip())}
    if not filled:
        raise InputError("The workbook is a summary of counts, not a row for each response", path.name,
                         "Export 'All individual responses' or 'All responses data'")  # fmt: skip
    raw = next((name for wanted in _RAW_DATA for name in filled if fold(name).strip() == wanted), None)
    chosen = raw or max(filled, key=lambda name: filled[name])
    if len(names) == 1:
        return chosen, (f"Sheet '{chosen}': the only one.",)
    why = "its name says that it holds the raw data" if raw else "it holds the most cells and text"
    return chosen, (f"Sheet '{chosen}' of {len(names)}: {why}.",)


def merged_cells(path: Path, sheet: str) -> tuple[Range, ...]:
    """The merged ranges of a sheet. They stand behind its rows, where the streaming reader does not look."""
    book = _open(path)
    try:
        inside = book[sheet]._worksheet_path
    finally:
        book.close()
    found, rest = [], b""
    with zipfile.ZipFile(path) as archive, archive.open(inside) as xml:
        while chunk := xml.read(_CHUNK):
            text = rest + chunk
            for match in _MERGE.finditer(text):
                found.append(match.groups())
            rest = text[text.rfind(b"<") :]
    return tuple(sorted({(int(top), _column(left), int(bottom), _column(right)) for left, top, right, bottom in found}))


def records(path: Path, sheet: str, merged: tuple[Range, ...]) -> Iterator[tuple[int, list[str]]]:
    """Each row of the sheet with its number, dates in ISO form, merged cells filled with their value."""
    covering: dict[int, list[Range]] = defaultdict(list)
    for area in merged:
        for row in range(area[0], min(area[2], area[0] + 100_000) + 1):
            covering[row].append(area)
    corners: dict[Range, str] = {}
    book = _open(path)
    try:
        page = book[sheet]
        page.reset_dimensions()  # some tools write a wrong extent, which would cut rows off
        for number, values in enumerate(page.iter_rows(values_only=True), 1):
            cells = [as_text(value) for value in values]
            for area in covering.pop(number, ()):
                _fill(cells, number, area, corners)
            yield number, cells
    finally:
        book.close()


def _fill(cells: list[str], number: int, area: Range, corners: dict[Range, str]) -> None:
    top, left, _, right = area
    cells.extend([""] * (right - len(cells)))
    if number == top:
        corners[area] = cells[left - 1]
    for column in range(left - 1, right):
        cells[column] = corners.get(area, "")


def _open(path: Path) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError("The workbook is damaged", path.name, "Open it in Excel and save it again") from error


def _filled(sheet: Any) -> int:
    """Filled cells among the first rows, those of text counting twice."""
    sheet.reset_dimensions()
    rows = list(islice(sheet.iter_rows(values_only=True), _SAMPLED_ROWS))
    return sum(2 if isinstance(v, str) else 1 for row in rows for v in row if v is not None)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
