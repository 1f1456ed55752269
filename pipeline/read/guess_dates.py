"""Guessing the zone that months are counted in, and the order of day and month where the dates do not decide it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.errors import InputError
from pipeline.read.cells import clean
from pipeline.read.columns import find as find_column
from pipeline.read.dates import DateReading, Evidence, decide_orders
from pipeline.read.findings import Findings
from pipeline.read.header import Header
from pipeline.read.profile import Profile
from pipeline.read.source import Source, records
from pipeline.read.wording import place_of

_ORDERS = ("day-first", "month-first")
_SORTED_SHARE = 0.95
_CELLS_FOR_LETTERS = 300
_PARTS = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/]")


def choose(source: Source, header: Header, profiles: Sequence[Profile], found: Findings) -> None:
    """Put the language, the zone and, where it is needed, the order of dates into `found`."""
    market = found.roles.get("market")
    countries = next((p.cells for p in profiles if market and p.name == market.columns[0]), ())
    asked = {column for question in found.questions for column in question.choice.columns}
    texts = [cell for p in profiles if p.name in asked for cell in p.cells[:_CELLS_FOR_LETTERS]]
    place = place_of(countries, [name for p in profiles for name in p.names], texts)
    found.language, found.zone = place.language, place.zone
    if place.is_one_of_several:
        found.unsure.append(
            f"there are several countries; months are counted in the time of the most frequent, {place.zone}."
        )
    column = find_column(found.roles["at"].columns[0], header.columns) if "at" in found.roles else None
    if column is None:
        return
    cells = [clean(record[column.position]) for number, record in records(source)
             if number >= header.first and column.position < len(record)]  # fmt: skip
    evidence = Evidence()
    for cell in cells:
        evidence.add(cell)
    try:
        decide_orders(evidence, column.name, header.dialect.date_order, None)
    except InputError:
        order, why = _likelier(cells, found.language)
        found.date_order = order, f"unsure: day and month cannot be told apart for certain; {why}"
        found.unsure.append(
            f"day and month in '{column.name}' cannot be told apart for certain; {order} was taken, because {why}."
        )


def _likelier(cells: Sequence[str], language: str | None) -> tuple[str, str]:
    """The likelier order of day and month, and why."""
    day, month = (_share_in_order(cells, order) for order in _ORDERS)
    if max(day, month) >= _SORTED_SHARE and abs(day - month) > 0.1:
        return _ORDERS[month > day], "then the rows are in the order of time"
    parts = [match.groups() for cell in cells if (match := _PARTS.match(cell))]
    first, second = (len({part[i] for part in parts}) for i in (0, 1))
    if max(first, second) >= 1.5 * min(first, second):
        return _ORDERS[second > first], "then days vary more than months"
    if language in (None, "en") and any(cell.lower().endswith(("am", "pm")) for cell in cells):
        return "month-first", "its times have AM and PM"
    return "day-first", "it is the custom in most of Europe"


def _share_in_order(cells: Sequence[str], order: str) -> float:
    """The share of neighbouring rows that go the same way in time, 0.5 to 1, if dates are read in that order."""
    reading = DateReading((("/", order), ("-", order), (".", order)), "UTC", "UTC")
    times = [at for cell in cells if (at := reading.read(cell)[0])]
    pairs = list(pairwise(times))
    up = sum(a <= b for a, b in pairs) / len(pairs) if pairs else 0.0
    return max(up, 1 - up)
