"""Files: which ones a configuration means, what each is, and its records, whatever the format."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import SourceSettings
from pipeline.errors import InputError, nearest
from pipeline.read import columnar, text_files, workbooks

ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".parquet", ".jsonl", ".ndjson")
Record = tuple[int, list[str]]

_NOT_READABLE = {  # first bytes: what it is, what to do
    b"\xd0\xcf\x11\xe0": ("an old .xls workbook, or one locked with a password", "Save it as .xlsx without a password"),
    b"\x1f\x8b": ("compressed (gzip)", "Unpack it first"),
    b"7z\xbc\xaf": ("compressed (7z)", "Unpack it first"),
    b"Rar!": ("compressed (rar)", "Unpack it first"),
    b"%PDF": ("a PDF", "Export the responses as CSV or XLSX"),
    b"\x89PNG": ("a picture", "Export the responses as CSV or XLSX"),
}


@dataclass(frozen=True)
class Source:
    """A file that was opened once: what it is, how its records are read, and how that was found out."""

    path: Path
    format: str  # text, workbook, parquet or jsonl
    size: int
    sha256: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_rows: int | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    keys: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name


def find(sources: Sequence[SourceSettings]) -> list[tuple[Path, SourceSettings]]:
    """The files that the sources name, sorted by name within each, each path once.

    Raises InputError where a source names nothing that can be read.
    """
    found: dict[Path, SourceSettings] = {}
    for settings in sources:
        for path in _matches(settings.path):
            found.setdefault(path.resolve(), settings)
    return list(found.items())


def _matches(wanted: str) -> list[Path]:
    path = Path(wanted)
    if path.is_file():
        return [path]
    if path.is_dir():
        files = [p for p in path.iterdir() if p.is_file() and p.suffix.lower() in ENDINGS and p.name[0] not in ".~"]
        if not files:
            raise InputError("The folder holds no survey export", wanted, f"Known endings: {', '.join(ENDINGS)}")
        return sorted(files, key=lambda p: p.name)
    if glob.has_magic(wanted):
        files = [p for p in map(Path, glob.glob(wanted, recursive=True)) if p.is_file() and p.name[0] not in ".~"]
        if not files:
            raise InputError("No file matches the pattern", wanted, "Correct `path` of this source")
        return sorted(files, key=lambda p: p.name)
    near = nearest(path.name, sorted(p.name for p in path.parent.iterdir())) if path.parent.is_dir() else ""
    raise InputError("There is no such file", wanted, near or "Correct `path` of this source")


def open_source(path: Path, settings: SourceSettings) -> Source:
    """The file with its format, encoding, delimiter or sheet found out. Raises InputError where it cannot be read."""
    with _reading(path):
        size, sha256 = path.stat().st_size, _sha256(path)
        with path.open("rb") as file:
            start = file.read(4096)
        kind = _format(path, start)
        if kind == "workbook":
            sheet, remarks = workbooks.choose_sheet(path, settings.sheet)
            merged = workbooks.merged_cells(path, sheet)
            return Source(path, kind, size, sha256, None, None, sheet, settings.header_rows, merged, (), remarks)
        if kind == "text":
            return _open_text(path, settings, size, sha256)
        keys = columnar.parquet_keys(path) if kind == "parquet" else columnar.jsonl_keys(path)
        remarks = (f"'{path.name}' holds {'Parquet columns' if kind == 'parquet' else 'a JSON object a line'}.",)
        return Source(path, kind, size, sha256, keys=keys, remarks=remarks)


def records(source: Source) -> Iterator[Record]:
    """The records of the file with their numbers, all cells as text.

    Formats that carry names instead of a header row give the names first, under number 0.
    Raises InputError where the file has gone, or has changed since it was opened.
    """
    with _reading(source.path):
        if source.path.stat().st_size != source.size:
            raise InputError("The file changed while it was being read", source.name, "Start again when it is complete")
        if source.format == "text":
            yield from text_files.records(source.path, source.encoding or "utf-8", source.delimiter or ",")
        elif source.format == "workbook":
            yield from workbooks.records(source.path, source.sheet or "", source.merged)
        elif source.format == "parquet":
            yield from columnar.parquet_records(source.path, source.keys)
        else:
            yield from columnar.jsonl_records(source.path, source.keys)


def _open_text(path: Path, settings: SourceSettings, size: int, sha256: str) -> Source:
    encoding = text_files.find_encoding(path, settings.encoding)
    delimiter, why = text_files.find_delimiter(path, encoding.name, settings.delimiter)
    called = text_files.DELIMITERS.get(
        delimiter, "no delimiter" if delimiter == text_files.NO_DELIMITER else repr(delimiter)
    )
    remarks = [f"Encoding {encoding.name}: {encoding.why}.", f"Delimiter {called}: {why}."]
    if encoding.nul_bytes:
        remarks.append(f"{encoding.nul_bytes} NUL bytes were removed.")
    if encoding.damaged_bytes:
        remarks.append(f"{encoding.damaged_bytes:,} letters are damaged and stand as \ufffd.")
    return Source(
        path, "text", size, sha256, encoding.name, delimiter, None, settings.header_rows, remarks=tuple(remarks)
    )


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputError("The file is gone", str(path), "Put it back, or correct `path` of this source") from error
    except OSError as error:
        raise InputError("The file cannot be read", str(path), error.strerror or str(error)) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _format(path: Path, start: bytes) -> str:
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise InputError("The file is empty", path.name, "Export it again")
    for magic, (what, what_to_do) in _NOT_READABLE.items():
        if start.startswith(magic):
            raise InputError(f"The file is {what}", path.name, what_to_do)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if workbooks.is_workbook(path):
            return "workbook"
        raise InputError("The file is a ZIP archive, not an export", path.name, "Unpack it first")
    if start.startswith(b"PAR1"):
        return "parquet"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise InputError(
            "The file is a web page or XML, not an export", path.name, "Export the responses as CSV or XLSX"
        )
    if path.suffix.lower() in (".jsonl", ".ndjson") or text.startswith((b'{"', b"{ ")):
        return "jsonl"
    if path.suffix.lower() == ".json":
        raise InputError("The file is one JSON value", path.name, "Save it as JSONL, an object a line")
    if path.suffix.lower() in (".xlsx", ".xlsm", ".parquet"):
        raise InputError(f"The file is not what its ending {path.suffix} says", path.name, "Export it again")
    return "text"
