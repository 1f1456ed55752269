"""What is kept from month to month: the ids of an earlier run, and what the product owner noted."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from pipeline.errors import ConfigError, nearest

STATUSES = ("idea", "planned", "shipped", "declined")
_COLUMNS = ("id", "status", "effort", "note", "shipped")


def read_kept(path: str | Path) -> pd.DataFrame:
    """The product owner's file: id, status, effort, note and shipped (a month), a row an improvement.

    The file is read and never written. Columns but `id` may be left out. Raises ConfigError when the file
    is not there, has no ids, has one twice, or has an unknown status.
    """
    try:
        table = pd.read_csv(path, dtype=str, sep=None, engine="python", encoding="utf-8-sig", skipinitialspace=True)
    except (OSError, ValueError) as error:
        raise ConfigError("The list of improvements cannot be read", str(path), "Check rank.kept") from error
    table.columns = [str(column).strip().lower() for column in table.columns]
    if "id" not in table.columns:
        raise ConfigError("The list of improvements has no column 'id'", str(path), f"Columns: {', '.join(_COLUMNS)}")
    table = table.reindex(columns=list(_COLUMNS)).astype("string").apply(lambda column: column.str.strip())
    table = table[table["id"].notna() & (table["id"] != "")]
    if twice := sorted(table.loc[table["id"].duplicated(), "id"]):
        raise ConfigError(f"The improvement '{twice[0]}' is listed twice", str(path), "Keep one of its rows")
    table["status"] = table["status"].str.lower()
    for status in sorted(set(table["status"].dropna()) - set(STATUSES)):
        raise ConfigError(f"The status '{status}' is not known", str(path), nearest(status, STATUSES))
    return table.reset_index(drop=True)


def earlier_run(folder: Path, survey: str, period: str) -> Path | None:
    """The latest run in `folder` of `survey` on a period before `period` that lists its wishes, or None."""
    found = []
    for record in sorted(folder.glob("[!.]*/run.json")):
        try:
            run = json.loads(record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        listed = (record.parent / "wishes.csv").is_file()
        if listed and run.get("survey") == survey and str(run.get("period", "")) < period:
            found.append((str(run["period"]), record.parent.name, record.parent))
    return max(found)[2] if found else None


def earlier_wishes(run: Path) -> pd.DataFrame:
    """How the wishes of a finished run are worded (`wordings_table`). Raises ConfigError when it lists none."""
    columns = ["improvement", "theme", "language", "wording"]
    try:
        return pd.read_csv(run / "wishes.csv", dtype=str, usecols=columns, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise ConfigError("The earlier run has no list of wishes", str(run), "Check rank.earlier") from error
