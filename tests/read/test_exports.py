"""Exports in the layouts of survey tools: the configuration that is guessed runs unedited, and the counts reconcile."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.config import build_config
from pipeline.read import guess

EXPORTS = Path(__file__).parent.parent / "exports"


@dataclass(frozen=True)
class Expected:
    """What an export must give, configured by guess alone."""

    files: tuple[str, ...]
    dialect: str
    responses: int
    scores: tuple[str, ...]
    kinds: tuple[str, ...]
    market: bool = False
    segments: tuple[str, ...] = ()
    set_aside: dict[str, int] = field(default_factory=dict)
    zone: str = "Europe/Stockholm"


EXPECTED = [
    Expected(("qualtrics.csv",), "Qualtrics", 44, ("nps", "csat"), ("why", "improve"), segments=("butik",),
             set_aside={"unfinished": 3, "preview or test": 2, "spam": 1}),
    Expected(("qualtrics_legacy.csv",), "Qualtrics (legacy)", 42, ("nps",), ("why", "improve"), segments=("kanal",),
             set_aside={"unfinished": 2, "preview or test": 1}, zone="Europe/Copenhagen"),
    Expected(("surveymonkey_expanded.csv",), "SurveyMonkey", 46, ("nps",), ("why", "improve"), market=True, zone="Europe/London"),
    Expected(("surveymonkey_condensed.csv",), "SurveyMonkey", 43, ("nps",), ("why",), segments=("vilken_butik_besokte_du",),
             set_aside={"no score given (don't know)": 1}),
    Expected(("questionpro.xlsx",), "QuestionPro", 43, ("nps", "ces"), ("why", "improve"), market=True,
             set_aside={"unfinished": 2, "screened out": 1}, zone="Europe/Bucharest"),
    Expected(("typeform.csv",), "Typeform", 43, ("nps",), ("why", "improve"), market=True, set_aside={"unfinished": 2},
             zone="Europe/Copenhagen"),
    Expected(("google_forms_sv.csv",), "Google Forms", 45, ("nps",), ("why", "improve")),
    Expected(("google_forms_ro.csv",), "Google Forms", 44, ("nps",), ("why", "improve"), segments=("magazin",), zone="Europe/Bucharest"),
    Expected(("trustpilot.csv",), "Trustpilot", 46, ("stars",), ("why",), segments=("webshop_name",),
             set_aside={"older version of the same response": 1}, zone="UTC"),
    Expected(("netigate.xlsx",), "Netigate", 43, ("nps", "ces"), ("why", "improve"), market=True, segments=("kundtyp",),
             set_aside={"unfinished": 2}),
    Expected(("enalyzer.csv",), "plain", 42, ("nps", "csat"), ("why",), market=True, segments=("segment_2",),
             set_aside={"no score given (don't know)": 2}, zone="Europe/Copenhagen"),
    Expected(("excel_ro.csv",), "plain", 45, ("nps",), ("why", "improve"), segments=("judet",), zone="Europe/Bucharest"),
    Expected(("long_answers.txt",), "plain", 42, ("nps",), ("why", "improve"), market=True, zone="Europe/Dublin"),
    Expected(("joined_scores.csv", "joined_comments.csv"), "plain", 44, ("nps",), ("why", "improve"), market=True,
             segments=("product",), set_aside={"no date": 1}, zone="Europe/London"),
]  # fmt: skip


@pytest.fixture(params=EXPECTED, ids=lambda e: e.files[0])
def expected(request: pytest.FixtureRequest) -> Expected:
    return request.param


def test_the_guessed_configuration_runs_unedited(expected: Expected, read_config):
    guessed = guess([EXPORTS / name for name in expected.files], EXPORTS)
    config = build_config(tomllib.loads(guessed.toml), EXPORTS)
    done = read_config(config, part_size=7)
    assert done.responses == expected.responses
    assert done.set_aside == expected.set_aside
    assert done.scan.files[0].dialect == expected.dialect
    assert tuple(score.name for score in config.survey.scores) == expected.scores
    assert tuple(question.kind for question in config.survey.questions) == expected.kinds
    assert tuple(config.survey.segments) == expected.segments
    assert bool(config.survey.columns.market) == expected.market
    assert config.survey.timezone == expected.zone
    assert set(done.answers["period"]) == {f"2026-0{month}" for month in range(1, 7)}
    assert done.answers[expected.scores[0]].notna().mean() > 0.9


def test_every_guess_has_a_reason_beside_it(expected: Expected):
    toml = guess([EXPORTS / name for name in expected.files], EXPORTS).toml
    guesses = [
        line
        for line in toml.splitlines()
        if line.split(" = ")[0] in ("response_id", "at", "market", "kind", "timezone")
    ]
    assert guesses
    assert all("  # " in line for line in guesses)


def test_columns_about_persons_are_never_read(expected: Expected):
    config = tomllib.loads(guess([EXPORTS / name for name in expected.files], EXPORTS).toml)
    said = str(config).lower()
    assert not any(
        word in said for word in ("email", "e-post", "ip address", "ip-adress", "first name", "username", "latitude")
    )


def test_the_number_in_a_label_is_the_score(read_config):
    guessed = guess([EXPORTS / "google_forms_ro.csv"], EXPORTS)
    done = read_config(build_config(tomllib.loads(guessed.toml), EXPORTS))
    assert {0.0, 10.0} <= set(done.answers["nps"])


def test_old_romanian_letters_come_out_whole(read_config):
    guessed = guess([EXPORTS / "excel_ro.csv"], EXPORTS)
    done = read_config(build_config(tomllib.loads(guessed.toml), EXPORTS))
    assert done.scan.files[0].encoding == "cp1250"
    assert done.answers["text"].str.contains("ş").any()


def test_a_review_is_its_title_and_its_content(read_config):
    guessed = guess([EXPORTS / "trustpilot.csv"], EXPORTS)
    done = read_config(build_config(tomllib.loads(guessed.toml), EXPORTS))
    assert done.answers["text"].str.contains("\n").any()
    assert not done.answers["text"].str.contains("…\n").any(), "a title that only repeats the beginning is left out"


def test_the_row_of_codes_above_or_below_is_no_response_and_names_the_columns(read_config):
    guessed = guess([EXPORTS / "questionpro.xlsx"], EXPORTS)
    assert 'column = "Please tell us why"' in guessed.toml
    done = read_config(build_config(tomllib.loads(guessed.toml), EXPORTS))
    assert not done.answers["text"].isin(["Q2", "Please tell us why"]).any()
