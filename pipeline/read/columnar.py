"""Parquet files and JSONL files (an object a line): formats that carry the names of their columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.read.cells import as_text

_BATCH_ROWS = 5_000


def parquet_keys(path: Path) -> tuple[str, ...]:
    """The names of the columns of a Parquet file."""
    return tuple(_parquet(path).schema_arrow.names)


def parquet_records(path: Path, keys: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The names under number 0, then each row, the first being 1, a batch in memory at a time."""
    yield 0, list(keys)
    number = 0
    for batch in _parquet(path).iter_batches(batch_size=_BATCH_ROWS):
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            number += 1
            yield number, [as_text(value) for value in values]


def _parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path)
    except pa.ArrowException as error:
        raise InputError("The Parquet file is damaged", path.name, "Export it again") from error


def jsonl_keys(path: Path) -> tuple[str, ...]:
    """Every name that an object of the file uses, nested ones joined with dots, in order of appearance."""
    keys: dict[str, None] = {}
    for _, flat in _objects(path):
        keys.update(dict.fromkeys(flat))
    return tuple(keys)


def jsonl_records(path: Path, keys: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The names under number 0, then each object under the number of its line."""
    yield 0, list(keys)
    for number, flat in _objects(path):
        yield number, [as_text(flat.get(key)) for key in keys]


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _flatten(_object(line, path, number))
    except UnicodeDecodeError as error:
        raise InputError("The JSONL file is not UTF-8", path.name, "Save it as UTF-8") from error


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError("The line is not JSON", f"{path.name}, row {number}", "Write one object a line") from error
    if not isinstance(value, dict):
        raise InputError("The line is not a JSON object", f"{path.name}, row {number}", "Write one object a line")
    return value


def _flatten(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict):
            flat |= _flatten(inner, f"{name}.")
        elif isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
            flat |= _flatten({str(i): item for i, item in enumerate(inner)}, f"{name}.")
        else:
            flat[name] = inner
    return flat
