"""Phone numbers: international, with a trunk zero, in the local shapes of a language, or after a cue.

`phonenumbers` judges what plain patterns propose; its own matcher is too slow for millions of answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.redact.cues import Cues
from pipeline.redact.spans import Span, lead, shorter

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_Judge = Callable[[str, Cues], bool]
_FEWEST_AFTER_CUE = 7  # digits
_FEWEST_WITH_TRUNK, _MOST_WITH_TRUNK = 8, 11
_SEPARATED = r"(?:[ \u00a0./()–-]{0,3}\d)"
_INTERNATIONAL = re.compile(rf"(?<![\w+])(?<!\d[.,])\(?(?:\+|00)\s?\d{_SEPARATED}{{7,15}}(?!\w)")
_TRUNK = re.compile(rf"(?<![\w+])(?<!\d[.,:/-])\(?0[1-9]{_SEPARATED}{{6,10}}(?!\w)")
_CUED = re.compile(r"(?<![\w+])(?<!\d[.,])\d(?:[ \u00a0./-]?\d){6,12}(?!\w)")
_NOT_DIGITS = re.compile(r"\D")
# Dates, times and their ranges: digits with the separators of a phone number.
_CALENDAR = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}|(?:19|20)\d\d[./-]?(?:0[1-9]|1[0-2])[./-]?[0-3]\d)(?![./-]?\d)"
    r"|[0-2]?\d[.:][0-5]\d ?[-–] ?[0-2]?\d[.:][0-5]\d|(?:19|20)\d\d ?[-–/ ] ?(?:19|20)\d\d$"
)


def find_phones(text: str, cues: Cues) -> Iterator[Span]:
    """Phone numbers that are possible somewhere, and not an order number, a date or a time."""
    yield from _search(text, _INTERNATIONAL, cues, (_is_valid_abroad, _is_possible_abroad))
    yield from _search(text, _TRUNK, cues, (_is_valid_somewhere, _is_possible_at_home))
    if cues.local_phones:
        yield from _search(text, cues.local_phones, cues, (lambda number, _: True,))
    for span in _search(text, _CUED, cues, (lambda number, _: _digit_count(number) >= _FEWEST_AFTER_CUE,)):
        if cues.phone.search(lead(text, span.start)):
            yield span


def _search(text: str, pattern: re.Pattern[str], cues: Cues, judges: tuple[_Judge, ...]) -> Iterator[Span]:
    """The longest part of each match, from its start, that the first judge takes, or else the next judge."""
    position = 0
    while found := pattern.search(text, position):
        position = found.end()
        if _CALENDAR.match(found[0]) or cues.reference.search(lead(text, found.start())):
            continue
        ends = (
            e
            for judge in judges
            for e in shorter(text, found.start(), found.end())
            if judge(text[found.start() : e], cues)
        )
        if (end := next(ends, None)) is not None:
            yield Span(found.start(), end, "phone")
            position = end


def _digit_count(number: str) -> int:
    return len(_NOT_DIGITS.sub("", number))


def _is_valid_abroad(number: str, cues: Cues) -> bool:
    import phonenumbers

    return (parsed := _parsed(number)) is not None and phonenumbers.is_valid_number(parsed)


def _is_possible_abroad(number: str, cues: Cues) -> bool:
    import phonenumbers

    return (parsed := _parsed(number)) is not None and phonenumbers.is_possible_number(parsed)


def _parsed(number: str) -> PhoneNumber | None:
    import phonenumbers

    digits = _NOT_DIGITS.sub("", number.replace("(0)", ""))
    try:
        return phonenumbers.parse("+" + digits.removeprefix("00"), None)
    except phonenumbers.NumberParseException:
        return None


def _is_valid_somewhere(number: str, cues: Cues) -> bool:
    import phonenumbers

    regions = cues.every_region
    return _digit_count(number) >= _FEWEST_WITH_TRUNK and any(
        phonenumbers.is_valid_number(phonenumbers.parse(number, region)) for region in regions
    )


def _is_possible_at_home(number: str, cues: Cues) -> bool:
    """Of a possible length in a country of the text's language that dials a trunk zero."""
    import phonenumbers

    return _FEWEST_WITH_TRUNK <= _digit_count(number) <= _MOST_WITH_TRUNK and any(
        phonenumbers.ndd_prefix_for_region(region, True)
        and phonenumbers.is_possible_number(phonenumbers.parse(number, region))
        for region in cues.regions
    )
