"""Bank accounts (IBAN, ISO 13616) and payment cards (Luhn, ISO/IEC 7812)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn

from pipeline.redact.cues import Cues
from pipeline.redact.spans import Span, lead, shorter

_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?:[ \u00a0-]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE)
_CARD = re.compile(r"(?<!\w)(?<!\d[.,])[2-6](?:[ \u00a0.-]?\d){12,19}(?!\w)")
_NOT_DIGITS = re.compile(r"\D")


def find_ibans(text: str, cues: Cues) -> Iterator[Span]:
    """Account numbers with a right check and the length of their country, solid or in groups."""
    position = 0
    while found := _IBAN.search(text, position):
        position = found.end()
        for end in shorter(text, found.start(), found.end()):
            if iban.is_valid(text[found.start() : end].replace("\u00a0", " ")):
                yield Span(found.start(), end, "iban")
                position = end
                break


def find_cards(text: str, cues: Cues) -> Iterator[Span]:
    """Card numbers of 14 to 19 digits with a right check, or 13 (old Visa) that begin with 4."""
    for found in _CARD.finditer(text):
        for end in shorter(text, found.start(), found.end()):
            if _is_card(text[found.start() : end]) and not cues.reference.search(lead(text, found.start())):
                yield Span(found.start(), end, "card")
                break


def _is_card(text: str) -> bool:
    digits = _NOT_DIGITS.sub("", text)
    return (14 <= len(digits) <= 19 or len(digits) == 13 and digits[0] == "4") and luhn.is_valid(digits)
