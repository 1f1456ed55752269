"""National identity numbers: Swedish personnummer, Danish CPR, Romanian CNP, British NINO.

A person's number matters also when a digit is mistyped or its check was never valid (Danish numbers since
2007), so a plausible date is enough where a separator or a cue says what the number is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from pipeline.redact.cues import Cues
from pipeline.redact.spans import Span, lead

_NOT_DIGITS = re.compile(r"\D")
_COORDINATION_DAYS = 60  # added to the day in a Swedish samordningsnummer


def find_person_ids(text: str, cues: Cues) -> Iterator[Span]:
    """Identity numbers in any language's format, unless they are said to be an order or a case."""
    for form in cues.id_formats:
        for found in form.pattern.finditer(text):
            digits = _without_century(_NOT_DIGITS.sub("", found[0]))
            if form.date and not _is_date(digits, form.date):
                continue
            before = lead(text, found.start())
            surely = not form.needs_cue and (not form.check or _check(form.check).is_valid(digits))
            if (surely or cues.person_id.search(before)) and not cues.reference.search(before):
                yield Span(found.start(), found.end(), "person_id")


@cache
def _check(module: str) -> ModuleType:
    return import_module(f"stdnum.{module}")


def _without_century(digits: str) -> str:
    return digits[2:] if len(digits) == 12 else digits


def _is_date(digits: str, form: str) -> bool:
    """Whether the digits hold a day of a month where `form` ("yymmdd") says."""
    month, day = (int(digits[form.index(part) :][:2]) for part in ("mm", "dd"))
    return 1 <= month <= 12 and 1 <= (day - _COORDINATION_DAYS if day > _COORDINATION_DAYS else day) <= 31
