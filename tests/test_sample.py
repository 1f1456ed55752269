"""The report of the made-up sample says first what was planted in it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.flow import run
from pipeline.report.headline import headline
from pipeline.run_folder import Run

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(load_config(ROOT / "configs" / "monthly.toml"), tmp_path_factory.mktemp("sample") / "out")


def test_the_first_sentence_names_month_theme_and_market(done: Run) -> None:
    first = re.search(r'<p class="lede">(.*?)</p>', done.report.read_text("utf-8"), re.DOTALL)[1]
    assert first.startswith("In April 2026, complaints about delivery in Sweden rose")


def test_it_is_told_that_the_trouble_was_mended_and_is_over(done: Run) -> None:
    story = done.summary["story"]
    assert (story["began"], story["mended"], story["status"]) == ("2026-04", "2026-05", "recovered")


def test_the_market_that_differs_is_seen(done: Run) -> None:
    """Romania has trouble with returns throughout: its NPS is lower than elsewhere."""
    assert any("Romania differs" in sentence for sentence in headline(done.summary))
    assert done.summary["contrasts"][0]["market"] == "Romania"


def test_the_wishes_that_many_share_are_found_across_languages(done: Run) -> None:
    shared = [i for i in done.summary["improvements"] if i["improvement"].startswith("wish.") and i["asked_by_enough"]]
    assert len(shared) >= 4
    assert any(len({q["language"] for q in wish["quotes"]}) >= 2 for wish in shared)


def test_file_and_report_say_that_it_is_made_up(done: Run) -> None:
    assert "invented" in done.report.read_text("utf-8")
    for path in (ROOT / "data" / "sample").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert all(row["About this file"] == "made up: no real customer" for row in csv.DictReader(file))
