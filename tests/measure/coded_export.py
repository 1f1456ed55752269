"""An export with tags coded by hand, its configuration, and a run of both from the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.cli import main

SCORE_OF = {"detractor": 3, "passive": 8, "promoter": 10}
CONFIG = """
[survey]
name = "Coded by hand"
[[survey.sources]]
path = "coded.csv"
[survey.columns]
at = "Date"
tags = "Tags"
{columns}
[[survey.scores]]
name = "nps"
column = "Score"
[tag]
tagger = "coded"
"""


def responses(cells: Iterable[tuple[str, tuple[int, int, int]]], **more: Any) -> list[dict[str, Any]]:
    """A row a response from (tags, (detractors, passives, promoters))."""
    return [
        {"Date": "2026-06-10", "Score": SCORE_OF[group], "Tags": tags, **more}
        for tags, counts in cells
        for group, n in zip(SCORE_OF, counts)
        for _ in range(n)
    ]


def run_coded(folder: Path, rows: list[dict[str, Any]], columns: str = "", more: str = "") -> dict[str, Any]:
    """Runs rows through `whyscore run` in `folder` and gives summary.json, with the page under `page`."""
    with (folder / "coded.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (folder / "c.toml").write_text(CONFIG.format(columns=columns) + more, encoding="utf-8")
    assert main(["run", str(folder / "c.toml"), "--out", str(folder / "out"), "--quiet"]) == 0
    summary = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    return {**summary, "page": (folder / "out" / "report.html").read_text(encoding="utf-8")}
