"""One pass over all rows: what must be known of whole columns before any row can be read."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.config import SurveySettings
from pipeline.read.cells import weight_of
from pipeline.read.columns import AT, RESPONSE_ID, WEIGHT, Field, loosely
from pipeline.read.dates import Evidence
from pipeline.read.duplicates import Repeats
from pipeline.read.gather import question_places
from pipeline.read.rows import Damage, Export, Row, rows

_LONGEST_SCORE_CELL = 60


@dataclass
class Census:
    """What the pass collects: rows by file, cells by score, evidence by date column, and hashes of what may repeat."""

    rows: Counter[int] = field(default_factory=Counter)
    scores: list[Counter[str]] = field(default_factory=list)
    dates: dict[tuple[str, str | None], Evidence] = field(default_factory=lambda: defaultdict(Evidence))
    repeats: Repeats = field(default_factory=Repeats)
    ids: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    asked: Counter[str] = field(default_factory=Counter)
    damage: dict[int, Damage] = field(default_factory=lambda: defaultdict(Damage))
    weights: array = field(default_factory=lambda: array("d"))

    @property
    def mean_weight(self) -> float:
        """The mean of the survey weights; 1 without any."""
        # fsum is exact, so that the order of the rows decides nothing.
        mean = math.fsum(self.weights) / len(self.weights) if self.weights else 0.0
        return mean or 1.0


def all_rows(
    exports: Sequence[Export], fields: Sequence[Field], survey: SurveySettings, damage: dict[int, Damage] | None = None
) -> Iterator[Row]:
    """The rows of all files, one file after the other."""
    for export in exports:
        yield from rows(export, fields, survey.max_text_characters, None if damage is None else damage[export.number])


def take_census(
    survey: SurveySettings, exports: Sequence[Export], fields: Sequence[Field], several_layouts: bool
) -> Census:
    """What the rows of all files hold. Ids by file are kept only where files differ in layout."""
    census = Census(scores=[Counter() for _ in survey.scores])
    score_places = [i for i, f in enumerate(fields) if f.role == "score"]
    asked_places = question_places(fields) if survey.long else {}
    evidence = [census.dates[date_key(e)] for e in exports]
    for row in all_rows(exports, fields, survey, census.damage):
        census.rows[row.file] += 1
        if row.verdict:
            continue
        if row.cells[AT]:
            evidence[row.file].add(row.cells[AT])
        if fields[WEIGHT].wanted and (weight := weight_of(row.cells[WEIGHT])) is not None:
            census.weights.append(weight)
        if survey.long:
            _count_answer(row, len(fields), asked_places, score_places, census)
            continue
        for counter, i in zip(census.scores, score_places, strict=True):
            if row.cells[i]:
                counter[row.cells[i][:_LONGEST_SCORE_CELL]] += 1
        census.repeats.add(row)
        if several_layouts and row.cells[RESPONSE_ID]:
            census.ids[row.file].add(hash(row.cells[RESPONSE_ID]))
    return census


def _count_answer(row: Row, width: int, asked_places: dict[str, int], score_places: list[int], census: Census) -> None:
    asked, answer = row.cells[width], row.cells[width + 1]
    census.asked[asked] += 1
    place = asked_places.get(loosely(asked))
    if place in score_places and answer:
        census.scores[score_places.index(place)][answer[:_LONGEST_SCORE_CELL]] += 1


def date_key(export: Export) -> tuple[str, str | None]:
    """Columns of one name in files of one layout are decided together, however the rows are cut into files."""
    return export.places.names[AT], export.header.dialect.date_order
