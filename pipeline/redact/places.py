"""Street addresses and the number plates of cars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages.folding import fold
from pipeline.redact.cues import Cues
from pipeline.redact.spans import Span, lead

_CONTEXT_BEFORE, _CONTEXT_AFTER = 60, 30
_LETTERS = re.compile(r"[^\W\d_]+")


def find_addresses(text: str, cues: Cues) -> Iterator[Span]:
    """A street with its number, and the flat, postcode and city that follow."""
    for found in cues.addresses.finditer(text):
        yield Span(found.start(), found.start() + len(found[0].rstrip(" ,")), "address")


def find_plates(text: str, cues: Cues) -> Iterator[Span]:
    """Number plates in capitals; in small letters only right after a cue, solid only near a car."""
    for found in cues.plates.finditer(text):
        before = lead(text, found.start())
        if cues.plate.search(before) or (_is_capital_plate(text, found, cues) and not cues.reference.search(before)):
            yield Span(found.start(), found.end(), "plate")


def _is_capital_plate(text: str, found: re.Match[str], cues: Cues) -> bool:
    plate = found[0]
    if not plate.isupper() or _LETTERS.match(plate)[0] in cues.not_plates:
        return False
    if " " in plate or "-" in plate:
        return True
    around = text[max(0, found.start() - _CONTEXT_BEFORE) : found.end() + _CONTEXT_AFTER]
    return cues.plate_context.search(fold(around)) is not None
