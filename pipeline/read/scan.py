"""Looking before reading: how the files are read, and what repeats.

Everything that needs more than one row is decided here, so that reading is a function of one part.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.config import Config, ScoreSettings, SurveySettings
from pipeline.errors import ConfigError
from pipeline.read import remarks
from pipeline.read.census import Census, all_rows, date_key, take_census
from pipeline.read.columns import AT, Field, fields_of, place
from pipeline.read.dates import DateReading, decide_orders
from pipeline.read.duplicates import OLDER, Settled, settle
from pipeline.read.gather import gather_joined, gather_long
from pipeline.read.header import HEAD_RECORDS, read_header
from pipeline.read.remarks import ScannedFile
from pipeline.read.rows import Export, Row
from pipeline.read.scores import ScoreReading, inspect
from pipeline.read.source import find, open_source, records


@dataclass(frozen=True)
class Scan:
    """All that reading needs to know of the files. `rows` counts responses and rows set aside together."""

    survey: SurveySettings
    files: tuple[ScannedFile, ...]
    rows: int
    notes: tuple[str, ...]
    exports: tuple[Export, ...]
    fields: tuple[Field, ...]
    dates: tuple[DateReading | None, ...]  # by file
    scores: tuple[ScoreReading, ...]
    gathered: str  # long, joined, or "" where files are streamed
    settled: Settled
    mean_weight: float = 1.0


def scan(config: Config) -> Scan:
    """What the files of the configuration hold and how they are read.

    Raises InputError where a file cannot be used, ConfigError where the configuration does not fit the files.
    """
    survey = config.survey
    if survey.long and not survey.columns.response_id:
        raise ConfigError("A long export needs the response's id", "survey.columns.response_id", "Name its column")
    fields = fields_of(survey)
    exports = _open(survey, fields)
    census = take_census(survey, exports, fields, several_layouts=len(set(_layouts(exports))) > 1)
    notes = remarks.refuse_or_note(survey, exports, fields, census)
    dates, date_notes = _dates(survey, exports, fields, census)
    scores, score_notes = _scores(survey.scores, census)
    gathered = "long" if survey.long else "joined" if _overlap(_layouts(exports), census) else ""
    settled = Settled({}, {})
    if not gathered and any(keys := census.repeats.keys()):
        settled = settle(all_rows(exports, fields, survey), keys, at_reader(dates))
    files = tuple(remarks.describe(export, census) for export in exports)
    made = Scan(survey, files, sum(census.rows.values()), (), exports, fields, dates, scores, gathered, settled,
                census.mean_weight)  # fmt: skip
    notes += date_notes + score_notes + remarks.lacking(exports, fields, gathered)
    return _with_responses(made, notes)


def _with_responses(made: Scan, notes: list[str]) -> Scan:
    """The scan with its notes, and its rows as responses where several rows make one."""
    if not made.gathered:
        older = sum(reason == OLDER for reason in made.settled.set_aside.values())
        further = remarks.differences(made.exports, made.fields) + remarks.reused_ids(older, made.rows)
        return replace(made, notes=(*notes, *further))
    rows = gathered_rows(made)
    older = sum(row.verdict is not None and row.verdict.reason == OLDER for row in rows)
    how = "gathered" if made.gathered == "long" else f"of {len(made.exports)} files joined by response id"
    said = f"{made.rows:,} rows {how}: {sum(row.verdict is None for row in rows):,} responses."
    return replace(made, notes=(*notes, said, *remarks.reused_ids(older, made.rows)))


def gathered_rows(made: Scan) -> list[Row]:
    """The responses of long or joined exports, one row each."""
    raw = all_rows(made.exports, made.fields, made.survey)
    if made.gathered == "long":
        return gather_long(raw, made.fields)
    return gather_joined(raw, made.fields, _layouts(made.exports), at_reader(made.dates))


def at_reader(dates: Sequence[DateReading | None]) -> Callable[[Row], dt.datetime | None]:
    """A function that gives the time of a row, or None."""

    def at_of(row: Row) -> dt.datetime | None:
        reading = dates[row.file]
        return reading.read(row.cells[AT])[0] if reading else None

    return at_of


def _layouts(exports: Sequence[Export]) -> list[tuple[bool, ...]]:
    """Which fields each file has."""
    return [tuple(bool(places) for places in export.places.fields) for export in exports]


def _open(survey: SurveySettings, fields: Sequence[Field]) -> tuple[Export, ...]:
    sources = [open_source(path, settings) for path, settings in find(survey.sources)]
    headers = [read_header(source, list(islice(records(source), HEAD_RECORDS))) for source in sources]
    places = place(survey, fields, headers)
    return tuple(Export(i, *parts) for i, parts in enumerate(zip(sources, headers, places, strict=True)))


def _dates(
    survey: SurveySettings, exports: Sequence[Export], fields: Sequence[Field], census: Census
) -> tuple[tuple[DateReading | None, ...], list[str]]:
    """How the dates of each file are read."""
    if not fields[AT].wanted:
        return (None,) * len(exports), ["No date column is declared, so everything is one period, 'all'."]
    orders, notes = {}, []
    for (column, habit), evidence in census.dates.items():
        orders[column, habit], said = decide_orders(evidence, column, habit, survey.date_order)
        notes += said
    made = []
    for export in exports:
        utc = export.header.dialect.utc or "(utc" in export.places.names[AT].lower()
        zone = survey.source_timezone or ("UTC" if utc else survey.timezone)
        made.append(DateReading(orders[date_key(export)], zone, survey.timezone))
    return tuple(made), notes


def _scores(settings: Sequence[ScoreSettings], census: Census) -> tuple[tuple[ScoreReading, ...], list[str]]:
    """How each score is read."""
    inspected = [inspect(score, cells) for score, cells in zip(settings, census.scores, strict=True)]
    return tuple(reading for reading, _ in inspected), [sentence for _, said in inspected for sentence in said]


def _overlap(layouts: Sequence[tuple[bool, ...]], census: Census) -> bool:
    """Whether files of different layout share response ids, so that they hold parts of the same responses."""
    by_layout: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    for file, layout in enumerate(layouts):
        by_layout[layout] |= census.ids.get(file, set())
    groups = list(by_layout.values())
    return any(a & b for i, a in enumerate(groups) for b in groups[i + 1 :])
