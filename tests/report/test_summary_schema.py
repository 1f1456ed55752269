"""summary.json is what its published schema says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pipeline.config import load_config
from pipeline.flow import run

SCHEMA = json.loads((Path(__file__).parents[2] / "pipeline/report/summary.schema.json").read_text(encoding="utf-8"))
CONFIG = """
[survey]
name = "Small"
[[survey.sources]]
path = "export.csv"
[survey.columns]
at = "date"
market = "country"
[[survey.scores]]
name = "nps"
column = "score"
[[survey.scores]]
name = "csat"
column = "csat"
[[survey.questions]]
column = "why"
"""


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("schema")
    lines = ["date,country,score,csat,why"]
    for month in (5, 6):
        for i in range(90):
            late = i % 3 == 0
            why = "The parcel came late" if late else "Fast delivery" if i % 3 == 1 else "Great value"
            lines.append(
                f"2026-0{month}-1{i % 9},{'GB' if i % 2 else 'IE'},{2 if late and i % 5 else 9},{2 if late else 4},{why}"
            )
    (folder / "export.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "c.toml").write_text(CONFIG, encoding="utf-8")
    return run(load_config(folder / "c.toml", ["run.processes=1"]), folder / "out").summary


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_summary_keeps_to_it(summary: dict) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(summary)
    assert summary["drivers"]
    assert summary["driver_segments"]
    assert summary["mixture"]


def test_every_key_of_a_summary_is_described(summary: dict) -> None:
    assert set(summary) == set(SCHEMA["properties"])
    for rows, name in (
        ("scores", "score"),
        ("themes", "theme"),
        ("drivers", "driver"),
        ("changes", "change"),
        ("mixture", "mixture"),
    ):
        assert set(summary[rows][0]) == set(SCHEMA["$defs"][name]["properties"])
