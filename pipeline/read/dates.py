"""Dates: every way in which exports write them, and the order of day and month decided by evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from pipeline.errors import InputError
from pipeline.read import words

NOT_UNDERSTOOD = "date not understood"
NOT_IN_ORDER = "date does not fit the order of the others"
NO_DATE = "no date"

_YEARS = range(1990, 2100)
_EXCEL_DAYS = (30_000, 60_000)  # 1982 to 2064: only such numbers are taken for Excel's count of days
_EXCEL_START = dt.datetime(1899, 12, 30)
_STRAY_SHARE = 0.02  # more contradictions than this are no slips of the pen

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)$", re.DOTALL)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)$", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)(.*)$", re.DOTALL)
_DAY_NAME_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(\d{1,2})(?:\.|:e|st|nd|rd|th)?[\s-]*([^\W\d_]{3,})\.?,?[\s-]*(\d{4})(?!\d)(.*)$", re.DOTALL
)
_MONTH_NAME_FIRST = re.compile(
    r"(?:[^\W\d_]+,\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)(.*)$", re.DOTALL
)
_TIME = re.compile(
    r"[T,\s]*(?:(?:at|kl\.?|klokken|ora)\s*)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*"
    r"(am|pm|a\.m\.|p\.m\.|fm|em|f\.m\.|e\.m\.)?\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?(?:\s*\(.*\))?$", re.IGNORECASE)
_AFTERNOON = ("pm", "p.m.", "em", "e.m.")

# Hours from UTC of the abbreviations that form tools write (RFC 822, and those of European Google accounts).
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3,
    "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip


@dataclass(frozen=True)
class DateReading:
    """How the dates of a column are read: order by separator, the zone of dates that name none, the survey's."""

    orders: tuple[tuple[str, str], ...]
    source_zone: str
    zone: str

    def read(self, value: str) -> tuple[dt.datetime | None, str]:
        """The time in the survey's zone (naive), and "" or why there is none."""
        if not value:
            return None, NO_DATE
        date, rest, reason = _date(value, dict(self.orders))
        if date is None:
            return None, reason
        if isinstance(date, dt.datetime):
            return date, ""
        return self._with_time(date, rest)

    def _with_time(self, date: dt.date, rest: str) -> tuple[dt.datetime | None, str]:
        midnight = dt.datetime(date.year, date.month, date.day)
        if not rest.strip():
            return midnight, ""  # a day has no hour that a zone could move
        match = _TIME.match(rest)
        if not match:
            return None, NOT_UNDERSTOOD
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        half = (match[4] or "").lower()
        if half:
            hour = hour % 12 + (12 if half in _AFTERNOON else 0)
        offset = _offset(match[5])
        if hour > 23 or minute > 59 or second > 59 or offset is None:
            return None, NOT_UNDERSTOOD
        local = midnight.replace(hour=hour, minute=minute, second=second)
        zone = ZoneInfo(self.source_zone) if offset == "" else dt.timezone(offset)
        if offset == "" and self.source_zone == self.zone:
            return local, ""
        return local.replace(tzinfo=zone).astimezone(ZoneInfo(self.zone)).replace(tzinfo=None), ""


def _offset(text: str) -> dt.timedelta | str | None:
    """The offset that a zone names, "" where none is named, None where the name is not known."""
    name = text.strip().lower()
    if not name:
        return ""
    if name in _ZONES:
        return dt.timedelta(hours=_ZONES[name])
    match = _OFFSET.match(name)
    if not match or int(match[2]) > 14:
        return None
    hours = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return hours if match[1] == "+" else -hours


def _date(value: str, orders: Mapping[str, str]) -> tuple[dt.date | dt.datetime | None, str, str]:
    """The day, what stands behind it, and "" or the reason why there is no day."""
    if match := _YEAR_FIRST.match(value):
        return _day(int(match[1]), int(match[3]), int(match[4]), match[5])
    if match := _YEAR_LAST.match(value):
        return _day_in_order(int(match[1]), int(match[3]), match[4], match[5], orders.get(match[2], ""))
    if match := _DAY_NAME_FIRST.match(value):
        return _day(int(match[3]), words.month(match[2]) or 0, int(match[1]), match[4])
    if match := _MONTH_NAME_FIRST.match(value):
        return _day(int(match[3]), words.month(match[1]) or 0, int(match[2]), match[4])
    if (serial := _number(value)) is not None and _EXCEL_DAYS[0] <= serial < _EXCEL_DAYS[1]:
        return _EXCEL_START + dt.timedelta(seconds=round(serial * 86_400)), "", ""
    if match := _COMPACT.match(value):
        return _day(int(match[1]), int(match[2]), int(match[3]), match[4])
    return None, "", NOT_UNDERSTOOD


def _day_in_order(a: int, b: int, last: str, rest: str, order: str) -> tuple[dt.date | None, str, str]:
    year = int(last) if len(last) == 4 else 2000 + int(last)
    if order == "year-first" and len(last) == 2:
        return _day(2000 + a, b, int(last), rest)
    day, month = (b, a) if order == "month-first" else (a, b)
    made = _day(year, month, day, rest)
    if made[0] is None and _day(year, day, month, rest)[0] is not None:
        return None, "", NOT_IN_ORDER
    return made


def _day(year: int, month: int, day: int, rest: str) -> tuple[dt.date | None, str, str]:
    if year not in _YEARS:
        return None, "", NOT_UNDERSTOOD
    try:
        return dt.date(year, month, day), rest, ""
    except ValueError:
        return None, "", NOT_UNDERSTOOD


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return None


def looks_like_date(value: str) -> bool:
    """Whether the cell is a date or a time, whichever the order of day and month."""
    if not value or len(value) > 60:
        return False
    match = (
        _YEAR_FIRST.match(value)
        or _YEAR_LAST.match(value)
        or _DAY_NAME_FIRST.match(value)
        or _MONTH_NAME_FIRST.match(value)
    )
    return bool(match) and DateReading((), "UTC", "UTC").read(value)[1] in ("", NOT_IN_ORDER)


@dataclass
class Evidence:
    """What the dates of a column say about the order of day and month, by separator."""

    seen: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, value: str) -> None:
        """Take one more cell into account."""
        match = _YEAR_LAST.match(value)
        if not match:
            return
        a, b = int(match[1]), int(match[3])
        says = (
            "day-first"
            if a > 12 >= b
            else "month-first"
            if b > 12 >= a
            else ""
            if max(a, b) > 12 or a == b
            else "either"
        )
        self.seen.setdefault(match[2], Counter())[says] += 1


def decide_orders(
    evidence: Evidence, column: str, habit: str | None, declared: str | None
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The order of day and month by separator, with a sentence each that says why.

    The configuration decides before the column's name, the name before the values, the values before the
    tool's habit; dots are day-first everywhere. Raises InputError where nothing decides, or where more than
    2 % of the dates contradict the rest.
    """
    orders, remarks = [], []
    for separator, counts in sorted(evidence.seen.items()):
        if declared:
            orders.append((separator, declared))
            continue
        order, why = _decide(separator, counts, column, habit)
        orders.append((separator, order))
        if why:
            remarks.append(f"Dates such as 03{separator}04 in '{column}' are {order}: {why}.")
    return tuple(orders), tuple(remarks)


def _decide(separator: str, counts: Counter[str], column: str, habit: str | None) -> tuple[str, str]:
    day, month = counts["day-first"], counts["month-first"]
    named = named_order(column)
    order = named or ("day-first" if day >= month and day else "month-first" if month else None)
    against = (month if order == "day-first" else day) if order else 0
    if against > _STRAY_SHARE * sum(counts.values()):
        raise InputError(
            f"The dates contradict one another: {day} can only be day-first, {month} only month-first"
            + (f", and the column's name says {named}" if named else ""),
            f"column '{column}'",
            'Set survey.date_order to "day-first" or "month-first"; dates that do not fit are then set aside',
        )
    if named:
        return named, "the column's name says so"
    if order:
        return order, f"a part is above 12 in {day or month} of them"
    if separator == ".":
        return "day-first", "so are dates with dots everywhere"
    if habit:
        return habit, "so the tool writes them; no date has a part above 12"
    if counts["either"]:
        raise InputError(
            f"It cannot be told whether dates such as 03{separator}04 are day-first or month-first: "
            f"none of {sum(counts.values())} has a part above 12",
            f"column '{column}'",
            'Set survey.date_order to "day-first" or "month-first"',
        )
    return "day-first", ""


def named_order(column: str) -> str | None:
    """The order that the column's name gives, as in `Timestamp (mm/dd/yyyy)`."""
    name = column.lower()
    if re.search(r"\bmm?[-/. ]dd?[-/. ]y", name):
        return "month-first"
    return "day-first" if re.search(r"\bdd?[-/. ]mm?[-/. ][yå]", name) else None


def period_of(at: dt.datetime | None, by: str) -> str:
    """The month, quarter or year of a time, or "all" without one."""
    if at is None:
        return "all"
    if by == "year":
        return f"{at.year}"
    return f"{at.year}-{at.month:02d}" if by == "month" else f"{at.year}-Q{(at.month + 2) // 3}"
