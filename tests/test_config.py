"""A configuration is checked whole, and every mistake comes with its way out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.config import Config, build_config, load_config, reference
from pipeline.errors import ConfigError

LEAST = {"survey": {"sources": [{"path": "a.csv"}], "questions": [{"column": "Why?"}]}}


def test_all_mistakes_come_together_with_the_nearest_known_name() -> None:
    raw = {"survey": {**LEAST["survey"], "timzone": "UTC"}, "reprot": {}, "run": {"part_size": "many"}}
    with pytest.raises(ConfigError) as caught:
        build_config(raw, Path("."))
    said = str(caught.value)
    assert "'survey.timzone' is not known" in said
    assert "Did you mean 'timezone'" in said
    assert "Did you mean 'report'" in said
    assert "run.part_size" in said


def test_relative_paths_are_taken_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "c.toml"
    file.parent.mkdir()
    file.write_text('[survey]\n[[survey.sources]]\npath = "../x/*.csv"\n[[survey.questions]]\ncolumn = "Why?"\n')
    assert load_config(file).survey.sources[0].path == str(tmp_path / "x" / "*.csv")


def test_a_missing_configuration_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "monthly.toml").write_text("")
    with pytest.raises(ConfigError, match="Did you mean 'monthly.toml'"):
        load_config(tmp_path / "montly.toml")


@pytest.mark.parametrize(("change", "value"), [("report.quotes=5", 5), ("report.quotes = 5", 5)])
def test_set_changes_one_key(tmp_path: Path, change: str, value: int) -> None:
    file = tmp_path / "c.toml"
    file.write_text('[survey]\n[[survey.sources]]\npath = "x.csv"\n[[survey.questions]]\ncolumn = "Why?"\n')
    assert load_config(file, [change]).report.quotes == value


def test_stars_never_fold_into_promoters_unless_that_is_declared() -> None:
    stars = {"name": "stars", "column": "Stars"}
    declared = {**stars, "promoters": [5, 5], "detractors": [1, 2]}
    folded = [
        build_config({"survey": {**LEAST["survey"], "scores": [s]}}, Path(".")).survey.scores[0].has_groups
        for s in (stars, declared)
    ]
    assert folded == [False, True]


def test_a_segment_may_not_take_a_word_of_the_tables() -> None:
    with pytest.raises(ConfigError, match="word of the tables"):
        build_config({"survey": {**LEAST["survey"], "segments": {"language": "Lang"}}}, Path("."))


def test_the_reference_lists_every_key_with_a_sentence() -> None:
    text = reference()
    for section in Config.model_fields:
        assert f"[{section}]" in text
    assert all(line.count("#") >= 2 for line in text.splitlines() if line.startswith("# ") and " = " in line)


def test_the_shipped_configurations_are_valid() -> None:
    for path in (Path(__file__).parents[1] / "configs").rglob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))
        load_config(path)
