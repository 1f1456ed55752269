"""Responses that lie in several rows: long exports, and files joined by the response's id.

These are gathered in memory; plain wide files are streamed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from pipeline.read.columns import AT, RESPONSE_ID, Field, loosely
from pipeline.read.duplicates import OLDER, aside, latest
from pipeline.read.rows import Row


def question_places(fields: Sequence[Field]) -> dict[str, int]:
    """The place among the fields of each question of a long export, by its folded name."""
    return {
        loosely(name): i
        for i, field in enumerate(fields)
        if field.role in ("score", "question")
        for name in field.wanted
    }


def gather_long(rows: Iterable[Row], fields: Sequence[Field]) -> list[Row]:
    """One row for each response of a long export; rows that are set aside stay as they are.

    Where a response answers a question twice, the answer with the greater date, then text, stands: row order
    decides nothing.
    """
    places, width = question_places(fields), len(fields)
    aside_rows: list[Row] = []
    found: dict[str, list[str]] = {}
    stood: dict[str, list[tuple[int, int]]] = defaultdict(list)
    answers: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for row in rows:
        if row.verdict:
            aside_rows.append(row)
            continue
        response, asked, answer = row.cells[RESPONSE_ID], row.cells[width], row.cells[width + 1]
        if not response:
            aside_rows.append(aside(row, "no response id"))
            continue
        base = found.setdefault(response, [""] * width)
        stood[response].append((row.file, row.number))
        for i in range(width):
            base[i] = max(base[i], row.cells[i])
        place = places.get(loosely(asked))
        if place is not None and answer:
            given = (row.cells[AT], answer)
            answers[response][place] = max(answers[response].get(place, given), given)
    for response, given in answers.items():
        for place, (_, answer) in given.items():
            found[response][place] = answer
    gathered = []
    for response, cells in found.items():
        first, *others = sorted(stood[response])
        gathered.append(Row(*first, tuple(cells), None, tuple(others)))
    return gathered + aside_rows


def gather_joined(
    rows: Iterable[Row],
    fields: Sequence[Field],
    layouts: Sequence[tuple[bool, ...]],
    at_of: Callable[[Row], dt.datetime | None],
) -> list[Row]:
    """One row for each response whose parts lie in files of different layout; rows without id stay alone.

    `layouts` says for each file which fields it has. Within a layout the latest row of an id stands; between
    layouts a cell is taken from the first, in the order of the files, that has it filled. Rows that give different
    answers to the same question are no parts of one response: the latest stands.
    """
    order = {layout: i for i, layout in reversed(list(enumerate(layouts)))}
    answers = [i for i, field in enumerate(fields) if field.role in ("score", "question")]
    done: list[Row] = []
    by_id: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.verdict or not row.cells[RESPONSE_ID]:
            done.append(row)
        else:
            by_id[row.cells[RESPONSE_ID]][order[layouts[row.file]]].append(row)
    for groups in by_id.values():
        standing: list[Row] = []
        for _, same in sorted(groups.items()):
            row, others = latest(same, at_of)
            standing.append(row)
            done += [aside(other, reason) for other, reason in others]
        parts = _compatible(standing, answers, at_of)
        done += [aside(row, OLDER) for row in standing if row not in parts]
        cells = tuple(next(filter(None, column), "") for column in zip(*(r.cells for r in parts), strict=True))
        others = tuple((part.file, part.number) for part in parts[1:])
        done.append(Row(parts[0].file, parts[0].number, cells, None, others))
    return sorted(done, key=lambda r: (r.file, r.number))


def _compatible(rows: Sequence[Row], answers: Sequence[int], at_of: Callable[[Row], dt.datetime | None]) -> list[Row]:
    """The latest row and those that contradict no answer of it or of one another, in their order."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda r: (at_of(r) or dt.datetime.min, r.cells), reverse=True):
        pairs = ((row.cells[i], other.cells[i]) for other in kept for i in answers)
        if all(not a or not b or a == b for a, b in pairs):
            kept.append(row)
    return [row for row in rows if row in kept]
