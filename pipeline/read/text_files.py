"""Text files: which encoding, which delimiter, and the records in them."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import log2
from pathlib import Path

import numpy as np

from pipeline.errors import ConfigError, InputError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NO_DELIMITER = "\x1f"  # the unit separator, which no survey export holds: every record is one cell

_CHUNK = 1 << 20
_SNIFFED_RECORDS = 200
_SNIFFED_CHARACTERS = 400_000
_STRAY_SHARE = 0.05  # of letters that are no UTF-8: fewer are damage, more another encoding
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# Letters that tell the old one-byte encodings apart: those of our languages, against anything else.
_OLD_ENCODINGS = {
    "cp1252": "åäöÅÄÖæøÆØéÉüÜ",
    "cp1250": "ăâîşţĂÂÎŞŢ",
    "mac_roman": "åäöÅÄÖæøÆØéÉü",
}
_COMMON_SIGNS = "“”‘’„–—…€£§°´»«·\xa0•"


@dataclass(frozen=True)
class Encoding:
    """How the bytes of a file are read as text, how that was found out, and bytes that stand for no letter."""

    name: str
    why: str
    nul_bytes: int = 0
    damaged_bytes: int = 0


def find_encoding(path: Path, declared: str | None = None) -> Encoding:
    """The encoding of the text file. Raises InputError where the declared one cannot be right."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return _reconcile(path, declared, Encoding(name, "it begins with a byte-order mark"))
    if wide := _utf16(start):
        return _reconcile(path, declared, Encoding(wide, "every other byte is zero"))
    counts, letters, damaged = _survey_bytes(path)
    nul, high = int(counts[0]), int(counts[128:].sum())
    if not high:
        return _reconcile(path, declared, Encoding("ascii", "it holds only ASCII characters", nul))
    if damaged == 0:
        return _reconcile(path, declared, Encoding("utf-8", f"all {high:,} bytes above 127 are valid UTF-8", nul))
    if damaged < _STRAY_SHARE * letters:
        why = f"all but {damaged:,} of {letters:,} letters outside ASCII are valid UTF-8"
        return _reconcile(path, declared, Encoding("utf-8", why, nul, damaged))
    return _reconcile(path, declared, _old_encoding(counts, nul))


def _reconcile(path: Path, declared: str | None, found: Encoding) -> Encoding:
    """The encoding that was found, or the declared one where it may be right."""
    if declared is None:
        return replace(found, name="utf-8") if found.name == "ascii" else found
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        raise ConfigError(
            f"There is no encoding '{declared}'", "survey.sources.encoding", "Leave it out to have it found out"
        ) from None
    if found.name == "ascii":
        fits = not name.startswith(("utf-16", "utf-32"))
    elif found.name.startswith("utf"):
        fits = _family(name) == _family(found.name)
    else:
        fits = not name.startswith("utf")
    if not fits:
        raise InputError(
            f"The file is not {declared}: it looks like {found.name} ({found.why})",
            path.name,
            "Correct or leave out `encoding` of this source",
        )
    return found if found.name.startswith("utf") else Encoding(name, "the configuration says so", found.nul_bytes)


def _family(name: str) -> str:
    return "-".join(name.split("-")[:2])  # utf-8-sig and utf-16-le are spellings of utf-8 and utf-16


def _utf16(start: bytes) -> str | None:
    """The UTF-16 variant when most bytes at even or at odd places are zero; text files have none."""
    if len(start) < 4:
        return None
    sample = np.frombuffer(start, dtype=np.uint8)
    even, odd = (sample[0::2] == 0).mean(), (sample[1::2] == 0).mean()
    if odd > 0.5 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 and odd < 0.1 else None


def _survey_bytes(path: Path) -> tuple[np.ndarray, int, int]:
    """How often each byte occurs; characters outside ASCII when read as UTF-8; those of them that are no letters."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    counts, letters, damaged = np.zeros(256, dtype=np.int64), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            counts += np.bincount(np.frombuffer(chunk, dtype=np.uint8), minlength=256)
            text = decoder.decode(chunk)
            if not text.isascii():
                letters += len(text) - len(text.encode("ascii", errors="ignore"))
                damaged += text.count("\ufffd")
    return counts, letters, damaged + len(decoder.decode(b"", final=True))


def _old_encoding(counts: np.ndarray, nul: int) -> Encoding:
    best, best_score, best_letters = "cp1252", -np.inf, 0
    for name, letters in _OLD_ENCODINGS.items():
        score = own = 0
        for byte in np.flatnonzero(counts[128:]) + 128:
            sign = bytes([byte]).decode(name, errors="replace")
            own += int(counts[byte]) if sign in letters else 0
            score += int(counts[byte]) * (1 if sign in letters else 0 if sign in _COMMON_SIGNS else -2)
        if score > best_score:
            best, best_score, best_letters = name, score, own
    high = int(counts[128:].sum())
    return Encoding(
        best,
        f"it is not valid UTF-8, and {best_letters:,} of {high:,} bytes above 127 are letters of our languages",
        nul,
    )


def find_delimiter(path: Path, encoding: str, declared: str | None = None) -> tuple[str, str]:
    """The delimiter and how it was found. Raises InputError where the declared one leaves one column."""
    sample = _sample(path, encoding)
    if sample and sample[0].lower().startswith("sep=") and len(sample[0].rstrip("\r\n")) == 5:
        found, why = sample[0][4], "the first line says so"
        sample = sample[1:]
    else:
        found, why = _equal_counts(sample)
    if declared is None:
        return found, why
    declared = "\t" if declared in ("\\t", "tab") else declared
    if len(declared) != 1:
        raise ConfigError(f"The delimiter '{declared}' is not one character", "survey.sources.delimiter")
    wide, narrow = _width(sample, found), _width(sample, declared)
    if found != NO_DELIMITER and narrow < 2 <= wide:
        raise InputError(
            f"Read with the delimiter {DELIMITERS.get(declared, repr(declared))} the file has one column; "
            f"with {DELIMITERS.get(found, repr(found))} it has {wide}",
            path.name,
            "Correct or leave out `delimiter` of this source",
        )
    return declared, "the configuration says so"


def _sample(path: Path, encoding: str) -> list[str]:
    lines, characters = [], 0
    for line in _lines(path, encoding):
        lines.append(line)
        characters += len(line)
        if characters > _SNIFFED_CHARACTERS:
            break
    return lines


def _equal_counts(sample: list[str]) -> tuple[str, str]:
    """The delimiter under which most quoted records have equally many cells, and more than one."""
    best, best_score, why = NO_DELIMITER, 0.0, "no delimiter gives equally many cells, so it is one column"
    for delimiter, name in DELIMITERS.items():
        width, share, cut = _regularity(sample, delimiter)
        # Damaged files have few records of equal width, but then nearly all are cut by their delimiter.
        regular = width > 1 and (share > 0.5 or (share > 0.3 and cut > 0.9))
        score = share * share * log2(width) if regular else 0.0
        if score > best_score:
            best, best_score = delimiter, score
            why = f"{share:.0%} of the first records have {width} cells with {name}"
    return best, why


def _regularity(sample: list[str], delimiter: str) -> tuple[int, float, float]:
    """The commonest number of cells, the share of records that have it, and the share with more than one."""
    widths = [len(r) for r in islice(_parse(sample, delimiter), _SNIFFED_RECORDS) if any(r)]
    if not widths:
        return 0, 0.0, 0.0
    width, times = Counter(widths).most_common(1)[0]
    return width, times / len(widths), sum(w > 1 for w in widths) / len(widths)


def _width(sample: list[str], delimiter: str) -> int:
    return _regularity(sample, delimiter)[0]


def records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number, the first being 1; a leading `sep=;` line counts and is left out.

    Raises InputError where a quotation mark is never closed, because it would swallow the rows after it.
    """
    lines: list[str] = []  # of the record at hand
    number = 0
    for number, cells in enumerate(_parse(_kept(_lines(path, encoding), lines), delimiter), 1):
        marks = len(lines) > 1 and sum(line.count('"') for line in lines)
        lines.clear()
        if number == 1 and cells and cells[0].lower() in ("sep", "sep=", f"sep={delimiter}"):
            continue
        if any("\n" in cell and _swallowed(cell, delimiter, len(cells)) for cell in cells):
            raise _never_closed(path, number)
        yield number, cells
    # In the last record an odd number of marks over several lines can only be one that was left open.
    if number and marks % 2:
        raise _never_closed(path, number)


def _kept(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    """The lines, each noted in `kept` as it goes by."""
    for line in lines:
        kept.append(line)
        yield line


def _never_closed(path: Path, number: int) -> InputError:
    return InputError(
        "A quotation mark is opened here and never closed, so the rows after it are read as one cell",
        f"{path.name}, row {number}",
        "Close or remove the quotation mark",
    )


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    lines = [line for line in cell.splitlines()[1:-1] if line.strip()]
    if len(lines) < 5 or width < 3:
        return False
    whole = sum(line.count(delimiter) >= width - 1 for line in lines)
    return whole > 0.8 * len(lines)


def _parse(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    # The limit belongs to the csv module as a whole; a long cell is a row to set aside, not a failure.
    csv.field_size_limit(1 << 30)
    return csv.reader(lines, delimiter=delimiter)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    # The encoding was checked against every byte before; what stray damage is left must not end the run.
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for line in file:
            yield line.replace("\0", "")
