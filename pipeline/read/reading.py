"""Reading a part: its rows as answers, and what was set aside with the reason."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from pipeline.config import PeriodSettings, SurveySettings
from pipeline.languages.folding import fold
from pipeline.read.cells import weight_of
from pipeline.read.columns import AT, PLAIN_ROLES, TAGS, WEIGHT, Field
from pipeline.read.dates import NO_DATE, period_of
from pipeline.read.parts import RawPart
from pipeline.read.rows import Row, shown
from pipeline.tables import ANSWERS_READ, PANDAS_TYPES, REJECTED, check, frame

EMPTY = "empty response"
BAD_WEIGHT = "weight is not a number of 0 or more"


@dataclass(frozen=True)
class ReadPart:
    """A part read: `answers` (with a column for each score and segment), `rejected`, and the rows it came from."""

    answers: pd.DataFrame
    rejected: pd.DataFrame
    rows: int


@dataclass(frozen=True)
class _Response:
    """A row that stands: its cells by role."""

    plain: tuple[str, ...]
    at: dt.datetime | None
    weight: float
    scores: tuple[float | None, ...]
    texts: tuple[str, ...]
    segments: tuple[str, ...]


def read(part: RawPart, survey: SurveySettings, period: PeriodSettings) -> ReadPart:
    """The answers of a part and its rejected rows; every row is a response, or is set aside with scope "row"."""
    reader = _Reader(part)
    responses = [response for row in part.rows if (response := reader.response(row))]
    answers = _answers(responses, survey, period)
    return ReadPart(answers, frame(REJECTED, reader.rejected), sum(1 + len(row.others) for row in part.rows))


class _Reader:
    """Takes rows to responses and keeps what it sets aside; equal cells are parsed once."""

    def __init__(self, part: RawPart) -> None:
        self.part = part
        self.rejected: list[tuple[object, ...]] = []
        self.scores = [lru_cache(maxsize=4096)(reading.read) for reading in part.scores]
        self.dates = [reading and lru_cache(maxsize=4096)(reading.read) for reading in part.dates]
        self.at_role = {role: _places(part.fields, role) for role in ("score", "question", "segment")}

    def response(self, row: Row) -> _Response | None:
        """The response in the row, or None where the row is set aside."""
        if row.verdict:
            return self._reject(row, *row.verdict)
        cells = row.cells
        read_date = self.dates[row.file]
        at, reason = read_date(cells[AT]) if read_date else (None, "")
        if reason:
            return self._reject(row, reason, self._column(row, AT), shown(cells[AT]) if reason != NO_DATE else None)
        weight = weight_of(cells[WEIGHT]) if self.part.fields[WEIGHT].wanted else 1.0
        if weight is None:
            return self._reject(row, BAD_WEIGHT, self._column(row, WEIGHT), shown(cells[WEIGHT]))
        scores, rejected = self._scores(row)
        if rejected and rejected[0] == 0:
            return None
        texts = tuple(cells[i] for i in self.at_role["question"])
        if not any(texts) and not cells[TAGS] and all(score is None for score in scores):
            return self._reject(row, EMPTY)
        segments = tuple(" ".join(cells[i].split()) for i in self.at_role["segment"])
        return _Response(cells[: len(PLAIN_ROLES)], at, weight, tuple(scores), texts, segments)

    def _scores(self, row: Row) -> tuple[list[float | None], list[int]]:
        """The scores, and the numbers of those that could not be read. The first one leads: without it, the row is out."""
        values, rejected = [], []
        for number, place in enumerate(self.at_role["score"]):
            value, reason = self.scores[number](row.cells[place])
            values.append(value)
            if reason:
                rejected.append(number)
                self._reject(
                    row, reason, self._column(row, place), shown(row.cells[place]), "row" if number == 0 else "cell"
                )
                if number == 0:
                    break
        return values, rejected

    def _column(self, row: Row, place: int) -> str | None:
        return self.part.columns[row.file][place] or self.part.fields[place].name

    def _reject(
        self, row: Row, reason: str, column: str | None = None, value: str | None = None, scope: str = "row"
    ) -> None:
        self.rejected.append((self.part.files[row.file], row.number, column, value, reason, scope))
        if scope == "row":
            self.rejected += [(self.part.files[file], number, None, None, reason, scope) for file, number in row.others]


def _places(fields: Sequence[Field], role: str) -> list[int]:
    return [i for i, field in enumerate(fields) if field.role == role]


def _answers(responses: Sequence[_Response], survey: SurveySettings, period: PeriodSettings) -> pd.DataFrame:
    scores, segments = [s.name for s in survey.scores], list(survey.segments)
    rows = [row for response in responses for row in _rows(response, survey, period)]
    made = pd.DataFrame(rows, columns=[*ANSWERS_READ.names, *scores, *segments])
    types = dict.fromkeys(scores, PANDAS_TYPES["number"]) | dict.fromkeys(segments, PANDAS_TYPES["string"])
    return check(made.astype(types), ANSWERS_READ, [*scores, *segments])


def _rows(response: _Response, survey: SurveySettings, period: PeriodSettings) -> Iterator[tuple[object, ...]]:
    """A row for each answer that is not empty, or one row where there is none."""
    response_id, respondent, _, market, language, _, tags = response.plain
    response_id = _without_address(response_id)
    head = (response_id, _without_address(respondent) or response_id)
    context = (
        response.at, period_of(response.at, period.by), " ".join(market.split()) or None, language or None, response.weight,
    )  # fmt: skip
    values = (*response.scores, *(segment or None for segment in response.segments))
    answered = [
        (number, question.title, question.kind, text)
        for number, (question, text) in enumerate(zip(survey.questions, response.texts), 1)
        if text
    ]
    coded = _coded(tags, bool(answered), survey)
    for number, title, kind, text in answered or [(0, None, None, "")]:
        yield (*head, f"{response_id}/{number}", title, kind, text, *context, coded, *values)
        coded = None  # tags are of the response, and its first answer carries them


def _coded(tags: str, has_text: bool, survey: SurveySettings) -> str | None:
    """The tags of a response; "" where somebody coded it and found no theme; None where nobody did.

    Without a declared question there is no telling who wrote anything, so that every response counts as coded.
    """
    was_coded = survey.columns.tags is not None and (tags or has_text or not survey.questions)
    return tags if was_coded else None


def _without_address(identity: str) -> str:
    """The id, or where it is an e-mail address a name that only tells persons apart."""
    if "@" not in identity:
        return identity
    return "p-" + hashlib.sha256(fold(identity).encode()).hexdigest()[:16]
