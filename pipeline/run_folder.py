"""The folder of a run: written part by part, complete only when run.json is there, and opened again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import InputError, RunError

PARTED = ("answers", "mentions", "frictions", "asks")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Run:
    """A finished run. `table("answers")` and the like read its tables."""

    folder: Path

    @property
    def summary(self) -> dict[str, Any]:
        """What the report says, as in summary.json."""
        return json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))

    @property
    def record(self) -> dict[str, Any]:
        """What was run and counted, as in run.json."""
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))

    @property
    def report(self) -> Path:
        """The report for people."""
        return self.folder / "report.html"

    def table(self, name: str) -> pd.DataFrame:
        """The table called `name`; raises InputError when the run has none of that name."""
        if (self.folder / name).is_dir():
            parts = sorted((self.folder / name).glob("part-*.parquet"))
            return pd.concat([pd.read_parquet(p) for p in parts], ignore_index=True)
        for path in (self.folder / f"{name}.parquet", self.folder / "measures" / f"{name}.parquet"):
            if path.is_file():
                return pd.read_parquet(path)
        if (self.folder / f"{name}.csv").is_file():
            return pd.read_csv(self.folder / f"{name}.csv")
        raise InputError(f"The run has no table '{name}'", str(self.folder))


def open_run(folder: str | Path) -> Run:
    """The finished run in `folder`; raises InputError when there is none."""
    folder = Path(folder)
    if not (folder / "run.json").is_file():
        raise InputError("There is no finished run", str(folder), "A run is finished when its folder holds run.json")
    return Run(folder)


class RunWriter:
    """Writes a run beside its final place, and moves it there when it is complete.

    An earlier run of the same survey stays whole until then; anything else in that place is refused.
    """

    def __init__(self, parent: Path, name: str) -> None:
        self.folder = parent / f".{name}.unfinished-{os.getpid()}"
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            for part in (*PARTED, "measures"):
                (self.folder / part).mkdir(parents=True)
        except OSError as error:
            raise RunError(
                "The run cannot be written", str(parent), f"{error.strerror}. Choose another place with --out"
            ) from error

    def json(self, name: str, content: Any) -> None:
        """Writes `content` as the JSON file `name`."""
        text = json.dumps(plain(content), ensure_ascii=False, indent=1, allow_nan=False)
        (self.folder / name).write_text(text + "\n", encoding="utf-8")

    def table(self, name: str, data: pd.DataFrame) -> None:
        """Writes a table as Parquet and as CSV."""
        data.to_parquet(self.folder / f"{name}.parquet", index=False)
        self.csv(name, data)

    def csv(self, name: str, data: pd.DataFrame) -> None:
        """Writes a table as CSV, for spreadsheets: no cell starts a formula."""
        safe = data.apply(lambda column: column.map(harmless) if column.dtype.kind not in "ifb" else column)
        safe.to_csv(self.folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")

    def finish(self, place: Path) -> Run:
        """Moves the run to `place`, in the stead of an earlier run of the same survey."""
        try:
            if place.exists():
                shutil.rmtree(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            self.folder.rename(place)
        except OSError as error:
            raise RunError("The finished run cannot be put in its place", str(place), str(error.strerror)) from error
        return Run(place)

    def discard(self) -> None:
        """Removes what was written."""
        shutil.rmtree(self.folder, ignore_errors=True)


def check_place(place: Path, survey: str) -> None:
    """Raises RunError when `place` holds something other than an earlier run of `survey`."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return
    record = place / "run.json"
    if not record.is_file():
        raise RunError(
            "The folder is not empty and holds no run", str(place), "Nothing was touched; choose another --out"
        )
    holds = json.loads(record.read_text(encoding="utf-8")).get("survey")
    if holds != survey:
        raise RunError(
            f"The folder holds a run of another survey, '{holds}'",
            str(place),
            "Nothing was touched; choose another --out",
        )


def write_part(folder: Path, number: int, tables: Mapping[str, pd.DataFrame]) -> None:
    """Writes the tables of one part as Parquet files below `folder`."""
    for name, data in tables.items():
        data.to_parquet(folder / name / f"part-{number:05d}.parquet", index=False)


def harmless(value: Any) -> Any:
    """`value` such that a spreadsheet reads it as text and not as a formula."""
    return "'" + value if isinstance(value, str) and value.startswith(_DANGEROUS) else value


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: numpy numbers as Python's, missing as null, floats to ten digits."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, float):
        rounded = float(f"{value:.10g}")
        return 0.0 if rounded == 0 else rounded
    return value
