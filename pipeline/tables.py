"""The contract of every table between stages: columns, types, units, meaning.

A stage takes these tables and returns them; `check` stands at its door. Columns that the configuration
names (segments and scores) follow the fixed ones and are listed by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import pandas as pd

from pipeline.errors import RunError


@dataclass(frozen=True)
class Column:
    """A column: its pandas type, whether it may be empty, and what it means (with its unit)."""

    name: str
    type: str  # string, integer, number, time or flag
    meaning: str
    nullable: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its name, what a row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [c.name for c in self.columns]


PANDAS_TYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "float64",
    "time": "datetime64[us]",
    "flag": "boolean",
}

_READ_COLUMNS = (
    Column("response_id", "string", "id of the filled-in survey"),
    Column("respondent_id", "string", "id of the person; the response's where none is known"),
    Column("answer_id", "string", "id of this answer, unique in the run"),
    Column("question", "string", "name of the question; empty where the response has no question", nullable=True),
    Column("question_kind", "string", "why, improve or other", nullable=True),
    Column("text", "string", "the answer; empty where nothing was written"),
    Column("at", "time", "when it was answered, in the survey's time zone", nullable=True),
    Column("period", "string", "2026-06, 2026-Q2, 2026, or all"),
    Column("market", "string", "market as the export names it", nullable=True),
    Column("survey_language", "string", "language of the questionnaire as the export names it", nullable=True),
    Column("weight", "number", "survey weight, 1 unless declared"),
    Column("tags", "string", "themes coded by hand; empty: coded and none found; missing: not coded", nullable=True),
)

ANSWERS_READ = Table("answers", "one answer, or one response without any", _READ_COLUMNS)

ANSWERS_DETECTED = Table(
    "answers",
    ANSWERS_READ.row,
    _READ_COLUMNS
    + (
        Column("language", "string", "ISO 639-1 code, other, or unknown"),
        Column("language_confidence", "number", "probability that the language is right, 0 to 1"),
        Column("language_flags", "string", "what was doubtful, joined by ;"),
        Column("meaning", "string", "meant, nothing (says that there is nothing to say), noise, or empty"),
    ),
)

ANSWERS = Table(
    "answers",
    ANSWERS_READ.row,
    ANSWERS_DETECTED.columns
    + (
        Column("sentiment", "string", "positive, negative, mixed or neutral", nullable=True),
        Column("detractor_risk", "number", "probability of a detractor by the text alone, 0 to 1", nullable=True),
        Column("effort", "flag", "the answer tells of effort", nullable=True),
        Column("emotion", "string", "the strongest emotion named", nullable=True),
        Column("churn_threat", "flag", "the answer threatens to leave", nullable=True),
    ),
)

MENTIONS = Table(
    "mentions",
    "one theme in one answer",
    (
        Column("answer_id", "string", "the answer"),
        Column("theme", "string", "id of the theme in the codebook"),
        Column("polarity", "string", "positive, negative, mixed or neutral"),
        Column("confidence", "number", "0 to 1"),
        Column("start", "integer", "first character of the words that carry it, in the redacted text"),
        Column("end", "integer", "one past the last character"),
    ),
)

FRICTIONS = Table(
    "frictions",
    "one friction point in one answer",
    (
        Column("answer_id", "string", "the answer"),
        Column("friction", "string", "id of the friction point in the codebook"),
        Column("theme", "string", "its theme"),
        Column("confidence", "number", "0 to 1"),
        Column("start", "integer", "first character of the words that carry it, in the redacted text"),
        Column("end", "integer", "one past the last character"),
    ),
)

ASKS = Table(
    "asks",
    "one wish in one answer",
    (
        Column("answer_id", "string", "the answer"),
        Column("response_id", "string", "its response"),
        Column("theme", "string", "theme of the wish", nullable=True),
        Column("start", "integer", "first character, in the redacted text"),
        Column("end", "integer", "one past the last character"),
        Column("text", "string", "the words of the wish, redacted"),
        Column("confidence", "number", "0 to 1"),
    ),
)

REJECTED = Table(
    "rejected",
    "one row, or one cell, that was set aside",
    (
        Column("file", "string", "name of the file"),
        Column("row", "integer", "row in the file, its first row being 1"),
        Column("column", "string", "column that decided it", nullable=True),
        Column("value", "string", "the value, redacted and cut short", nullable=True),
        Column("reason", "string", "why"),
        Column("scope", "string", "row (the whole row is out) or cell (only this value is)"),
    ),
)

MEASURE_COLUMNS = (
    Column("estimate", "number", "the number", nullable=True),
    Column("low", "number", "lower end of its interval", nullable=True),
    Column("high", "number", "upper end of its interval", nullable=True),
    Column("n", "integer", "responses that it rests on"),
    Column("note", "string", "why the number is withheld, or what to know of it", nullable=True),
)

RESERVED_COLUMNS = frozenset(ANSWERS.names) | {
    "responses",
    "themes",
    "score_group",
    "theme",
    "friction",
    "segment",
    "level",
    "n",
}


def frame(table: Table, rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """`rows` as a frame of `table`, with its column types."""
    made = pd.DataFrame(list(rows), columns=table.names)
    return made.astype({c.name: PANDAS_TYPES[c.type] for c in table.columns})


def check(data: pd.DataFrame, table: Table, further: Sequence[str] = ()) -> pd.DataFrame:
    """`data` with the columns of `table` and then `further`, in order and type.

    Raises RunError when a column is missing or holds empty cells that it may not hold.
    """
    missing = [name for name in [*table.names, *further] if name not in data.columns]
    if missing:
        raise RunError(f"The table '{table.name}' lacks the columns {', '.join(missing)}")
    ordered = data[[*table.names, *further]].astype({c.name: PANDAS_TYPES[c.type] for c in table.columns})
    for column in table.columns:
        if not column.nullable and ordered[column.name].isna().any():
            raise RunError(f"The table '{table.name}' has empty cells in '{column.name}'")
    return ordered


@dataclass(frozen=True)
class Story:
    """The largest break in the history: what customers began to blame, where, when, and how it stands now.

    `market` is None where it happened everywhere. Shares are of commenters who blame the theme (0 to 1),
    NPS in points. `status` is recovered, easing or ongoing; `mended` the period in which it had fallen.
    """

    theme: str
    market: str | None
    before: str
    began: str
    peak: str
    mended: str | None
    status: str
    share_before: float
    share_peak: float
    share_now: float
    nps_before: float | None
    nps_peak: float | None
    nps_now: float | None

    def record(self) -> dict:
        """The story as it stands in summary.json."""
        return asdict(self)


@dataclass(frozen=True)
class Measures:
    """The tables of numbers (`scores`, `themes`, …, each described where it is made) and the story in them."""

    scores: pd.DataFrame
    themes: pd.DataFrame
    drivers: pd.DataFrame
    driver_models: pd.DataFrame
    with_and_without: pd.DataFrame
    frictions: pd.DataFrame
    changes: pd.DataFrame
    mixture: pd.DataFrame
    contrasts: pd.DataFrame
    story: Story | None

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "story"}
