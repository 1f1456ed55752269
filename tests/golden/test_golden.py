"""What a small made-up survey gives, kept to be read by a person when it changes: `make golden` writes it anew."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.flow import run
from pipeline.run_folder import Run

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(load_config(HERE / "config.toml"), tmp_path_factory.mktemp("golden") / "out")


def words_of(page: str) -> str:
    """The words of a page, a line an element, without style."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    lines = (unescape(piece).strip() for piece in re.split(r"<[^>]+>", body))
    return "\n".join(" ".join(line.split()) for line in lines if line) + "\n"


@pytest.mark.parametrize("name", ["summary.json", "improvements.csv", "report.txt"])
def test_a_run_gives_what_it_gave(done: Run, name: str, request: pytest.FixtureRequest) -> None:
    made = words_of(done.report.read_text("utf-8")) if name == "report.txt" else (done.folder / name).read_text("utf-8")
    kept = HERE / name
    if request.config.getoption("--update-golden"):
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")
