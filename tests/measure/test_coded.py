"""Tags from a column of the export: how they may be written, and who counts as coded."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_export import CONFIG, responses, run_coded

from pipeline.codebook import load_codebook
from pipeline.config import load_config
from pipeline.errors import ConfigError, InputError
from pipeline.tag.coded import CodedTagger


@pytest.fixture(scope="module")
def tagger() -> CodedTagger:
    return CodedTagger(load_codebook())


@pytest.mark.parametrize(
    ("cell", "mentions"),
    [
        ("delivery:negative; price_value:positive", [("delivery", "negative"), ("price_value", "positive")]),
        (" Delivery : NEG |Price value", [("delivery", "negative"), ("price_value", "neutral")]),
        ("WAIT, IVR:+", [("WAIT", "neutral"), ("IVR", "positive")]),
        ("", []),
        (" ; ", []),
    ],
)
def test_a_cell_of_tags(tagger: CodedTagger, cell: str, mentions: list) -> None:
    (tags,) = tagger.tag([cell], ["en"], [None])
    assert [(m.theme, m.polarity) for m in tags.mentions] == mentions


@pytest.mark.parametrize("cell", ["delivery:bad", "delivery:", ":negative", "x" * 200])
def test_what_is_no_tag_is_said_and_not_quoted_at_length(tagger: CodedTagger, cell: str) -> None:
    with pytest.raises(InputError) as error:
        tagger.tag([cell], ["en"], [None])
    assert "x" * 50 not in str(error.value)


def test_the_tagger_and_its_column_go_together(tmp_path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(CONFIG.format(columns="").replace('tags = "Tags"', ""), encoding="utf-8")
    with pytest.raises(ConfigError, match="go together"):
        load_config(path)


def test_themes_outside_the_codebook_are_measured(tmp_path: Path) -> None:
    summary = run_coded(tmp_path, responses([("Parking lot:negative", (20, 5, 5)), ("", (10, 10, 30))]))
    theme = next(t for t in summary["themes"] if t["theme"] == "Parking lot")
    assert (theme["title"], theme["respondents"], theme["n"], theme["negative"]) == ("Parking lot", 30, 80, 30)
    assert theme["note"] is None


def test_with_a_question_those_who_said_nothing_are_not_coded(tmp_path: Path) -> None:
    rows = responses([("A:negative", (10, 0, 0))], Why="") + responses(
        [("", (0, 0, 10))], Why="Lovely people in the shop"
    )
    rows += responses([("", (0, 0, 30))], Why="")
    summary = run_coded(tmp_path, rows, "", '[[survey.questions]]\ncolumn = "Why"\n')
    assert next(t for t in summary["themes"] if t["theme"] == "A")["n"] == 20
    assert summary["counts"]["with_text"] == 10
