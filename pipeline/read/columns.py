"""The fields that a configuration declares, and where each file has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.config import SurveySettings
from pipeline.errors import ConfigError, nearest
from pipeline.languages.folding import fold
from pipeline.read.dialects import StatusColumn, key
from pipeline.read.header import Column, Header

# The first fields of every row, and their places in it.
PLAIN_ROLES = ("response_id", "respondent_id", "at", "market", "language", "weight", "tags")
RESPONSE_ID, RESPONDENT_ID, AT, MARKET, LANGUAGE, WEIGHT, TAGS = range(len(PLAIN_ROLES))


@dataclass(frozen=True)
class Field:
    """A thing to read: its name in the tables, its role, its key in the configuration, its columns' names."""

    name: str
    role: str  # one of PLAIN_ROLES, score, question or segment
    key: str
    wanted: tuple[str, ...] = ()

    @property
    def is_joined(self) -> bool:
        """Whether several columns make up one text; elsewhere the first filled one counts."""
        return self.role == "question"


@dataclass(frozen=True)
class Places:
    """Where a file has the fields: positions of the columns by field, in the fields' order; none where it lacks one."""

    fields: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]  # the column's name by field, "" where the file lacks it
    status: tuple[tuple[int, str, StatusColumn], ...] = ()
    asked: int | None = None
    answered: int | None = None


def fields_of(survey: SurveySettings) -> tuple[Field, ...]:
    """The fields in the order in which every row carries them: plain roles, scores, questions, segments."""
    declared = survey.columns.model_dump()
    fields = [Field(role, role, f"survey.columns.{role}", _names(declared[role])) for role in PLAIN_ROLES]
    for i, score in enumerate(survey.scores, 1):
        fields.append(Field(score.name, "score", f"survey.scores, number {i}, column", tuple(score.columns)))
    for i, question in enumerate(survey.questions, 1):
        fields.append(
            Field(question.title, "question", f"survey.questions, number {i}, column", tuple(question.columns))
        )
    for name, column in survey.segments.items():
        fields.append(Field(name, "segment", f"survey.segments.{name}", _names(column)))
    return tuple(fields)


def _names(declared: str | list[str] | None) -> tuple[str, ...]:
    return () if declared is None else (declared,) if isinstance(declared, str) else tuple(declared)


def find(wanted: str, columns: Sequence[Column]) -> Column | None:
    """The column that is called so: by its name, else its code, question or choice; exactly, else folded.

    Raises ConfigError where two columns answer to the same code, question or choice.
    """
    folded = loosely(wanted)
    rules = (
        lambda c: c.name == wanted,
        lambda c: wanted in c.labels,
        lambda c: loosely(c.name) == folded,
        lambda c: folded in map(loosely, c.labels),
    )
    for rule in rules:
        found = [column for column in columns if rule(column)]
        if len(found) > 1:
            names = "', '".join(c.name for c in found[:5])
            raise ConfigError(f"'{wanted}' names {len(found)} columns", "survey", f"Use one of '{names}'")
        if found:
            return found[0]
    return None


def loosely(name: str) -> str:
    """The name as it is compared where spelling must not matter."""
    return fold(" ".join(name.split())).rstrip(" *:")


def place(survey: SurveySettings, fields: Sequence[Field], headers: Sequence[Header]) -> list[Places]:
    """Where each file has each field. Raises ConfigError, for all of them at once, where no file has a column."""
    # In a long export questions stand in rows; a score may stand in rows too, or in a column that repeats it.
    in_rows = {"score", "question"} if survey.long else set()
    searched = [f if not (survey.long and f.role == "question") else Field(f.name, f.role, f.key) for f in fields]
    missing: dict[tuple[str, str], bool] = {}
    made = []
    for header in headers:
        positions, names = [], []
        for field in searched:
            found = [find(name, header.columns) for name in field.wanted]
            for name, column in zip(field.wanted, found, strict=True) if field.role not in in_rows else ():
                missing[field.key, name] = missing.get((field.key, name), True) and column is None
            present = [column for column in found if column]
            positions.append(tuple(dict.fromkeys(column.position for column in present)))
            names.append(present[0].name if present else "")
        made.append(Places(tuple(positions), tuple(names), *_more(survey, header, missing)))
    _complain(missing, [c for header in headers for c in header.columns])
    return made


def _more(
    survey: SurveySettings, header: Header, missing: dict[tuple[str, str], bool]
) -> tuple[tuple[tuple[int, str, StatusColumn], ...], int | None, int | None]:
    """The status columns (the layout's own and those declared), and the two columns of a long export."""

    def seek(where: str, name: str) -> Column | None:
        column = find(name, header.columns)
        missing[where, name] = missing.get((where, name), True) and column is None
        return column

    known = {key(status.name): status for status in header.dialect.status}
    status = {
        column.position: (column.position, column.name, known[k])
        for column in header.columns
        for k in map(key, (column.name, *column.labels))
        if k in known
    }
    for name in _names(survey.columns.status):
        if (column := seek("survey.columns.status", name)) and column.position not in status:
            status[column.position] = (column.position, column.name, StatusColumn(column.name))
    asked = seek("survey.long.question", survey.long.question) if survey.long else None
    answered = seek("survey.long.answer", survey.long.answer) if survey.long else None
    return tuple(status.values()), asked and asked.position, answered and answered.position


def _complain(missing: dict[tuple[str, str], bool], columns: Sequence[Column]) -> None:
    known = list(dict.fromkeys(label for c in columns for label in (c.name, *c.labels)))
    sentences, keys = [], []
    for (where, name), nowhere in missing.items():
        if nowhere:
            sentences.append(f"There is no column '{name}'. {nearest(name, known)}".strip())
            keys.append(where)
    if sentences:
        raise ConfigError(
            " ".join(sentences), ", ".join(dict.fromkeys(keys)), "Correct the column's name in the configuration"
        )
