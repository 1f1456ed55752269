"""What metadata say about the language."""

from __future__ import annotations

import pytest

from pipeline.detect.expectations import Expectation, language_of_name, languages_of_market


@pytest.mark.parametrize(
    ("market", "expected"),
    [("SE", "sv"), ("Sverige", "sv"), ("sweden", "sv"), ("Suedia", "sv"), ("Danmark", "da"), ("DK", "da"), ("Danemarca", "da"),
     ("RO", "ro"), ("România", "ro"), ("ROMANIA", "ro"), ("Rumænien", "ro"), ("UK", "en"), ("GB", "en"), ("Storbritannien", "en"),
     ("Marea Britanie", "en"), (" United  Kingdom ", "en"), ("SE-Nord", "sv")],
)  # fmt: skip
def test_countries_are_known_from_the_start(market: str, expected: str) -> None:
    assert languages_of_market(market) == (expected,)


@pytest.mark.parametrize("market", [None, "", "Atlantis", float("nan"), "ZZ"])
def test_an_unknown_market_expects_nothing(market: object) -> None:
    assert languages_of_market(market) == ()


def test_a_declared_market_comes_before_the_known_ones() -> None:
    declared = {"Nordics": ["sv", "da"], "SE": ["sv", "en"]}
    assert languages_of_market("nordics", declared) == ("sv", "da")
    assert languages_of_market("se", declared) == ("sv", "en")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SV", "sv"), ("sv-SE", "sv"), ("EN-GB", "en"), ("da_DK", "da"), ("Svenska", "sv"), ("Română", "ro"), ("Danish", "da"),
     ("de", "de"), ("nonsense", None), (None, None), (3, None)],
)  # fmt: skip
def test_questionnaire_languages_are_read_as_tools_spell_them(name: object, expected: str | None) -> None:
    assert language_of_name(name) == expected


def test_english_is_at_home_a_little_in_every_market() -> None:
    swedish = Expectation(("sv",))
    assert swedish.odds("sv") > swedish.odds("en") > swedish.odds("ro")
