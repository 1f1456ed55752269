"""Parts: bounded numbers of responses, each ready to be read anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pipeline.read.census import all_rows
from pipeline.read.columns import RESPONSE_ID, Field
from pipeline.read.dates import DateReading
from pipeline.read.duplicates import aside, made_id
from pipeline.read.rows import Row
from pipeline.read.scan import Scan, gathered_rows
from pipeline.read.scores import ScoreReading


@dataclass(frozen=True)
class RawPart:
    """Some rows, with all that is needed to read them."""

    number: int
    rows: tuple[Row, ...]
    files: tuple[str, ...]  # names, by the rows' file number
    columns: tuple[tuple[str, ...], ...]  # by file: the column's name for each field
    fields: tuple[Field, ...]
    dates: tuple[DateReading | None, ...]
    scores: tuple[ScoreReading, ...]
    mean_weight: float = 1.0


def parts(scan: Scan, part_size: int) -> Iterator[RawPart]:
    """The rows of a scan in parts of `part_size` rows, the last one smaller; a response is never split.

    Raises InputError where a file has gone or has changed since the scan.
    """
    rows = _rows(scan)
    number = 0
    while batch := tuple(islice(rows, part_size)):
        yield RawPart(
            number,
            batch,
            tuple(file.name for file in scan.files),
            tuple(export.places.names for export in scan.exports),
            scan.fields,
            scan.dates,
            scan.scores,
            scan.mean_weight,
        )
        number += 1


def _rows(scan: Scan) -> Iterator[Row]:
    """Every row, repeated ones set aside, those without id given one."""
    rows = gathered_rows(scan) if scan.gathered else all_rows(scan.exports, scan.fields, scan.survey)
    times: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.verdict:
            yield row
        elif reason := scan.settled.set_aside.get((row.file, row.number)):
            yield aside(row, reason, scan.exports[row.file].places.names[RESPONSE_ID])
        elif row.cells[RESPONSE_ID]:
            yield row
        else:
            repetition = scan.settled.times.get((row.file, row.number), 1)
            if scan.gathered:
                repetition = times[row.cells] = times.get(row.cells, 0) + 1
            yield row._replace(cells=(made_id(row.cells, repetition), *row.cells[1:]))
