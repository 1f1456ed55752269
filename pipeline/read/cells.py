"""Cells: values of any format as text, and text that was damaged on its way mended where that is certain."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pipeline.languages.folding import compose

# UTF-8 read as a one-byte encoding leaves one of these letters before a sign that seldom follows a letter.
_TWICE_ENCODED = re.compile(r"[ÂÃÄÅÈâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0-\u00bfşŞţŢľĽśŚťŤźŹ˘˝˛ˇ]")


def as_text(value: Any) -> str:
    """A value of a workbook, Parquet file or JSON object as the text that a CSV file would hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "; ".join(as_text(item) for item in value)
    return str(value)


def clean(text: str) -> str:
    """The cell without outer space, its letters composed (NFC), and encoded once where it was encoded twice."""
    text = text.strip()
    if text.isascii():
        return text.replace("\0", "").replace("\r\n", "\n") if "\0" in text or "\r" in text else text
    return compose(mend(text)).replace("\0", "").replace("\r\n", "\n")


def weight_of(text: str) -> float | None:
    """The survey weight in the cell, 0 or more; None where it is none."""
    try:
        weight = float(text.replace(",", "."))
    except ValueError:
        return None
    return weight if 0 <= weight < float("inf") else None


def is_twice_encoded(text: str) -> bool:
    """Whether the text holds letters that were encoded twice and can be restored."""
    return not text.isascii() and mend(text) != text


def mend(text: str) -> str:
    """The text with letters restored that were encoded twice, such as `Ã¥`; otherwise the text itself.

    ftfy changes a text only where one explanation accounts for the whole of it.
    """
    if not _TWICE_ENCODED.search(text):
        return text
    from ftfy import fix_encoding

    return fix_encoding(text)
