"""Text made comparable: one character in, one character out, so offsets survive.

`compose` is applied once, where a text enters the program; `fold` wherever texts are compared. Folding
drops case and diacritics, so that a Romanian answer typed without them, or a Swedish one typed on a
foreign keyboard, meets the same phrases as the correct spelling.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, and punctuation that keyboards "improve".
_BY_HAND = {
    "ø": "o", "æ": "a", "œ": "o", "ð": "d", "þ": "t", "đ": "d", "ł": "l", "ß": "s", "ı": "i",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "−": "-", "…": ".", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u200b": " ",
    "\ufeff": " ", "\t": " ", "\n": " ", "\r": " ",
}  # fmt: skip


def compose(text: str) -> str:
    """The text with letters and their marks as single characters (NFC), as offsets count them."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    lowered = character.lower()
    if lowered in _BY_HAND:
        return _BY_HAND[lowered]
    base = unicodedata.normalize("NFKD", lowered)[:1] or character
    # Some letters decompose into ones that fold further.
    return base if base == character else _fold_character(base)


class _FoldTable(dict):
    """A translation table that fills itself: `str.translate` asks once for each new character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """The text in lower case without diacritics, exactly as long as it was.

    >>> fold("ÅTERBETALNING – Țara Ærø")
    'aterbetalning - tara aro'
    """
    return text.translate(_TABLE)
