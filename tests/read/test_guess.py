"""What is guessed of a stranger's export, and what it says it was unsure of."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import build_config
from pipeline.errors import InputError
from pipeline.read import Guess, guess

TEXTS = ["Quick delivery and a good price", "Nobody answered the phone for an hour", "", "Fine, but the wait was long",
         "The parcel came two weeks late", "Friendly staff who took their time", "It broke after three days already"]  # fmt: skip


@pytest.fixture
def guessed(tmp_path: Path) -> Callable[..., tuple[dict[str, Any], Guess]]:
    """A function that writes columns as a CSV file and gives what was guessed of it, as a mapping and whole."""

    def make(columns: dict[str, Sequence[object]], rows: int = 42) -> tuple[dict[str, Any], Guess]:
        lines = ["\t".join(columns)]
        for i in range(rows):
            lines.append("\t".join(str(cells[i % len(cells)]) for cells in columns.values()))
        (tmp_path / "export.tsv").write_text("\n".join(lines) + "\n")
        found = guess([tmp_path / "export.tsv"], tmp_path)
        return tomllib.loads(found.toml)["survey"], found

    return make


IDS = [f"R_{i}" for i in range(42)]
DAYS = [f"2026-0{i % 6 + 1}-{i % 28 + 1:02d}" for i in range(42)]
SCORES = [10, 9, 0, 8, 7, 10, 3, 6, 9, 10, 5]


def test_a_score_that_asks_for_a_recommendation_on_five_levels_is_no_nps(guessed):
    survey, found = guessed({"Would you recommend us?": [1, 2, 3, 4, 5], "Why?": TEXTS})
    assert survey["scores"][0]["name"] == "recommend"
    assert survey["scores"][0]["scale"] == [1, 5]
    assert any("no NPS" in note for note in found.notes)


def test_yes_and_no_are_no_score(guessed):
    survey, _ = guessed({"Recommended": [0, 1, 1], "Why?": TEXTS})
    assert "scores" not in survey


def test_stars_are_never_an_nps(guessed):
    survey, _ = guessed({"Review Id": IDS, "Review Stars": [1, 2, 3, 4, 5], "Review Content": TEXTS})
    assert [(s["name"], s["scale"]) for s in survey["scores"]] == [("stars", [1, 5])]


def test_an_unnamed_score_on_0_to_10_is_taken_for_the_nps_with_a_word(guessed):
    survey, found = guessed({"Date": DAYS, "Score": SCORES, "Comment": TEXTS})
    assert survey["scores"][0]["name"] == "nps"
    assert any("only because it goes up to 10" in note for note in found.notes)
    assert "# unsure" in found.toml


def test_numbers_that_are_no_scores_are_left_alone(guessed):
    survey, _ = guessed(
        {"NPS": SCORES, "Age": [5, 9, 10, 3], "Store no": range(1, 9), "Number of visits": range(10), "Why?": TEXTS}
    )
    assert [score["name"] for score in survey["scores"]] == ["nps"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("Varför gav du det betyget?", "why"), ("Hvad er årsagen til din score?", "why"), ("De ce ați ales această notă?", "why"),
        ("What is the main reason for your score?", "why"), ("What went wrong?", "why"),
        ("Vad kan vi göra bättre?", "improve"), ("Hvad kan vi forbedre?", "improve"), ("Ce am putea îmbunătăți?", "improve"),
        ("Any suggestions?", "improve"), ("Anything else you want to say?", "other"),
    ],
)  # fmt: skip
def test_the_kind_of_a_question_is_in_its_wording(guessed, asked, kind):
    survey, _ = guessed({"NPS": SCORES, "Why?" if kind != "why" else "Please tell us more": TEXTS, asked: TEXTS[::-1]})
    assert {q["column"]: q["kind"] for q in survey["questions"]}[asked] == kind


def test_columns_about_persons_are_named_and_not_read(guessed):
    persons = {"E-post": ["a@example.org", "b@example.org"], "Förnamn": ["Anna", "Bo"], "IP Address": ["192.0.2.1", "192.0.2.7"],
               "contact": ["+46 70 123 45 67", "+45 20 30 40 50"]}  # fmt: skip
    survey, found = guessed({"NPS": SCORES, "Why?": TEXTS, **persons, "Product name": ["Sofa", "Lamp"]})
    assert list(survey["segments"]) == ["product_name"]
    assert all(f"'{name}'" in found.toml for name in persons)
    assert not any(name in str(survey) for name in persons)


def test_at_most_six_segments_and_the_rest_is_said(guessed):
    survey, found = guessed(
        {"NPS": SCORES, "Why?": TEXTS} | {f"Cut {letter}": ["x", "y", "z"] for letter in "ABCDEFGH"}
    )
    assert len(survey["segments"]) == 6
    assert any("2 more columns" in note for note in found.notes)


def test_ticked_choices_are_neither_text_nor_segment(guessed):
    ticks = ["Shop; Web; App", "Web", "Shop; App", "App; Web", "Shop", "Web; Shop"]
    survey, _ = guessed({"NPS": SCORES, "Why?": TEXTS, "Which channels did you use?": ticks})
    assert "segments" not in survey
    assert len(survey["questions"]) == 1


def test_dates_that_do_not_tell_still_run_with_the_likelier_order_and_a_word(guessed, tmp_path, read_config):
    days = [f"{month}/{day}/2026" for month in (3, 4) for day in range(1, 13)]
    survey, found = guessed({"Submitted": days, "NPS": SCORES, "Why?": TEXTS}, rows=24)
    assert survey["date_order"] == "month-first"
    assert any("cannot be told apart" in note for note in found.notes)
    done = read_config(build_config(tomllib.loads(found.toml), tmp_path))
    assert set(done.answers["period"]) == {"2026-03", "2026-04"}


def test_of_several_dates_the_one_of_the_answer_is_taken(guessed):
    survey, _ = guessed({"Created": DAYS, "Completed": DAYS, "Order date": DAYS, "NPS": SCORES, "Why?": TEXTS})
    assert survey["columns"]["at"] == "Completed"


def test_waves_in_two_languages_become_one_survey(tmp_path, read_config):
    english = "Response ID,Date,How likely are you to recommend us?,Why?\n"
    swedish = "Svars-ID;Datum;Hur sannolikt är det att du rekommenderar oss?;Varför?\n"
    body = [(f"{i}", DAYS[i], SCORES[i % 11], TEXTS[i % 7]) for i in range(30)]
    (tmp_path / "w1.csv").write_text(english + "".join(f'a{i},{d},{s},"{t}"\n' for i, d, s, t in body))
    (tmp_path / "w2.csv").write_text(swedish + "".join(f"b{i};{d};{s};{t}\n" for i, d, s, t in body), encoding="cp1252")
    found = guess([tmp_path / "w1.csv", tmp_path / "w2.csv"], tmp_path)
    survey = tomllib.loads(found.toml)["survey"]
    assert survey["columns"]["response_id"] == ["Response ID", "Svars-ID"]
    assert survey["questions"][0]["column"] == ["Why?", "Varför?"]
    assert read_config(build_config({"survey": survey}, tmp_path)).responses == 60


def test_names_with_quotes_and_backslashes_are_written_so_that_they_read_back(guessed):
    name = 'Why "that" score \\ reason?'
    survey, _ = guessed({"NPS": SCORES, name: TEXTS})
    assert survey["questions"][0]["column"] == name


def test_paths_are_written_relative_to_the_configuration(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "e.csv").write_text(
        "NPS,Why?\n" + "".join(f"{s},{t}\n" for s, t in zip(SCORES, TEXTS * 2, strict=False))
    )
    survey = tomllib.loads(guess([tmp_path / "data" / "e.csv"], tmp_path / "configs").toml)["survey"]
    assert survey["sources"] == [{"path": "../data/e.csv"}]


def test_a_file_with_neither_score_nor_text_is_refused(guessed):
    with pytest.raises(InputError, match="Neither a score nor a free text"):
        guessed({"Country": ["SE", "DK"], "Channel": ["web", "shop"]})


def test_every_set_of_real_comments_is_guessed_and_reconciles(real_data, tmp_path, read_config):
    for path in sorted(real_data.glob("reviews/*.jsonl")) + sorted(real_data.glob("drivers/*.jsonl")):
        config = build_config(tomllib.loads(guess([path], tmp_path).toml), tmp_path)
        done = read_config(config, part_size=3_000)
        assert done.responses == done.scan.rows, path.name
        assert "text" in config.survey.questions[0].columns
        assert not any(score.name == "nps" for score in config.survey.scores), "none of them asked for an NPS"


def test_what_people_wrote_is_never_a_segment_however_few_wrote_it(guessed):
    said = ["Ring Anna 070-174 06 05", "Mejla mig", "Bra service", "Dyrt men bra"]
    survey, _ = guessed({"Datum": ["2026-06-01"], "NPS": ["9", "3", "10", "7"], "Kommentar": said})
    assert "segments" not in survey
    assert survey["questions"][0]["column"] == "Kommentar"
