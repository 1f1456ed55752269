"""The shipped examples run on real comments: the same command, after the mapping that each configuration states."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.flow import run

EXAMPLES = Path(__file__).parents[1] / "configs" / "examples"
FILES = {
    "nhs_fft": "themes/en_nhs_fft_themes.jsonl",
    "reviews_sv": "reviews/sv_reviews.jsonl",
    "reviews_da": "reviews/da_trustpilot.jsonl",
    "reviews_ro": "reviews/ro_shop_stars.jsonl",
}
ROWS = 800


@pytest.mark.parametrize("name", FILES)
def test_an_example_runs_on_the_set_that_it_names(
    name: str, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, copy = real_data / FILES[name], tmp_path / FILES[name]
    copy.parent.mkdir(parents=True)
    with source.open(encoding="utf-8") as lines:
        copy.write_text("".join(islice(lines, ROWS)), encoding="utf-8")
    monkeypatch.setenv("WHYSCORE_DATA", str(tmp_path))
    done = run(load_config(EXAMPLES / f"{name}.toml"), tmp_path / "out")

    counts = done.record["counts"]
    assert counts["rows"] == ROWS == counts["rows_analysed"] + sum(counts["set_aside"].values())
    assert counts["promoters"] + counts["passives"] + counts["detractors"] == counts["with_score"] > 0.8 * counts["responses"]
    found = {t["theme"]: t["respondents"] for t in done.summary["themes"] if t["respondents"]}
    assert len(found) >= 10
    assert done.report.is_file()


def test_every_example_is_run_by_the_test_above() -> None:
    assert {p.stem for p in EXAMPLES.glob("*.toml")} == set(FILES)
