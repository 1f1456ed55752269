"""The same input gives the same bytes, whatever the row order, part size and number of processes."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.flow import run

WHY = {
    "SE": ["Paketet kom för sent", "Bra service", "För dyrt", "Snabb leverans men dålig kundtjänst", "ok", ""],
    "DK": ["Pakken kom for sent", "God service", "For dyrt", "Hurtig levering, men ringe kundeservice", "ok", ""],
    "GB": ["The parcel came late", "Great service", "Too expensive", "You should open on Sundays", "asdf", ""],
}
COLUMNS = ["Response ID", "Completed", "Country", "Score", "Why?", "Better?", "Product"]


def rows() -> list[list[str]]:
    dice = random.Random(7)
    made = []
    for i in range(240):
        market = dice.choice(list(WHY))
        month = dice.choice(["2026-05", "2026-06"])
        wish = dice.choice(["", "", "Shorter queues", "Nothing", "Call me at +44 20 7946 0958"])
        score = str(dice.choice([0, 3, 6, 7, 8, 9, 10, 10, "11" if i % 40 == 0 else 9]))
        made.append([f"R{i:04d}", f"{month}-{dice.randint(1, 28):02d}", market, score, dice.choice(WHY[market]), wish, dice.choice("AB")])
    return made


def configure(folder: Path, data: list[list[str]]) -> Path:
    folder.mkdir()
    with (folder / "export.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *data])
    config = folder / "c.toml"
    config.write_text(
        '[survey]\nname = "Test"\n[[survey.sources]]\npath = "export.csv"\n'
        '[survey.columns]\nresponse_id = "Response ID"\nat = "Completed"\nmarket = "Country"\n'
        '[[survey.scores]]\nname = "nps"\ncolumn = "Score"\n'
        '[[survey.questions]]\ncolumn = "Why?"\nkind = "why"\n[[survey.questions]]\ncolumn = "Better?"\nkind = "improve"\n'
        '[survey.segments]\nproduct = "Product"\n',
        encoding="utf-8",
    )
    return config


def results(config: Path, out: Path, *changes: str) -> tuple[bytes, bytes]:
    done = run(load_config(config, changes), out)
    return tuple((done.folder / name).read_bytes() for name in ("summary.json", "improvements.csv"))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    folder = tmp_path_factory.mktemp("straight")
    return results(configure(folder / "in", rows()), folder / "out")


@pytest.mark.parametrize("change", [("run.part_size=7", "run.processes=1"), ("run.part_size=100", "run.processes=2"), ("run.part_size=100000",)])
def test_part_size_and_processes_change_no_byte(tmp_path: Path, expected: tuple[bytes, bytes], change: tuple[str, ...]) -> None:
    assert results(configure(tmp_path / "in", rows()), tmp_path / "out", *change) == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_row_order_changes_no_byte(tmp_path: Path, expected: tuple[bytes, bytes], seed: int) -> None:
    shuffled = rows()
    random.Random(seed).shuffle(shuffled)
    assert results(configure(tmp_path / "in", shuffled), tmp_path / "out", "run.part_size=50", "run.processes=1") == expected
