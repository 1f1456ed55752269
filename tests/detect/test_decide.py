"""From beliefs to a language, with a pretend detector whose beliefs are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.detect.decide import decide
from pipeline.detect.expectations import Expectation
from pipeline.detect.protocol import Beliefs

LABELS = ("sv", "da", "ro", "en", "nb", "nn", "de")
NOWHERE = Expectation()


class Pretend:
    """Believes what it was told about a text, and nothing about others."""

    def __init__(self, told: Mapping[str, Mapping[str, float]]) -> None:
        self.told = told

    def weigh(self, texts: Sequence[str], languages: Sequence[str]) -> Beliefs:
        shares = [[self.told.get(text, {}).get(label, 0.0) for label in LABELS] for text in texts]
        return Beliefs(LABELS, np.array(shares).reshape(len(texts), len(LABELS)))


def decided(text: str, shares: Mapping[str, float], expectation: Expectation = NOWHERE, **settings: object):
    return decide([text], Pretend({text: shares}), [expectation], **settings)[0]


def test_a_clear_belief_is_the_answer() -> None:
    found = decided("leveransen var snabb", {"sv": 0.97, "da": 0.03})
    assert (found.language, found.flags) == ("sv", ())
    assert found.confidence > 0.95


def test_too_little_to_tell_is_unknown_without_confidence() -> None:
    found = decided("super", {"sv": 0.3, "da": 0.3, "en": 0.4})
    assert (found.language, found.confidence, found.flags) == ("unknown", 0.0, ("short",))


def test_the_market_decides_what_the_text_does_not() -> None:
    found = decided("super", {"sv": 0.3, "da": 0.3, "en": 0.4}, Expectation(("da",)))
    assert found.language == "da"
    assert "market-prior" in found.flags


def test_a_clear_text_stands_against_its_market_and_says_so() -> None:
    found = decided("leveransen var för långsam", {"sv": 0.999, "da": 0.001}, Expectation(("da",)))
    assert found.language == "sv"
    assert "market-conflict" in found.flags


def test_a_hint_counts_like_a_weaker_market() -> None:
    assert decided("ok", {"sv": 0.5, "ro": 0.5}, Expectation(hint="ro")).language == "ro"


def test_the_runner_up_is_named_when_near() -> None:
    assert "near:nb" in decided("en helt vanlig sætning", {"da": 0.6, "nb": 0.4}).flags


def test_without_sentinels_the_neighbour_cannot_be_the_answer() -> None:
    shares = {"da": 0.1, "nb": 0.9}
    assert decided("en helt vanlig setning", shares).language == "nb"
    assert decided("en helt vanlig setning", shares, sentinels=()).language == "da"


def test_a_neighbour_is_less_expected_the_shorter_the_text() -> None:
    shares = {"da": 0.2, "nb": 0.8}
    assert decided("god pris", shares).language == "da"
    assert decided("det var en helt vanlig setning", shares).language == "nb"


def test_a_long_foreign_text_is_named_not_forced() -> None:
    assert decided("die lieferung kam zu spät", {"de": 0.9, "da": 0.1}).language == "de"


def test_min_confidence_zero_always_answers_with_a_language_of_the_set() -> None:
    found = decided("super", {"sv": 0.3, "da": 0.3, "en": 0.4}, min_confidence=0)
    assert found.language == "en"
    assert decided("lieferung", {"de": 0.9, "da": 0.1}, min_confidence=0).language == "da"


def test_no_letters_are_unknown_whatever_the_market() -> None:
    assert decided("10/10", {}, Expectation(("sv",))).language == "unknown"


def test_a_clause_in_another_language_is_flagged() -> None:
    text = "Livrarea a venit târziu. The support team was rude."
    first, second = "Livrarea a venit târziu", "The support team was rude."
    beliefs = {text: {"ro": 0.8, "en": 0.2}, first: {"ro": 1.0}, second: {"en": 1.0}}
    found = decide([text], Pretend(beliefs), [NOWHERE])[0]
    assert found.language == "ro"
    assert "mixed:en" in found.flags


def test_flags_are_sorted() -> None:
    found = decided("ja", {"da": 0.5, "nb": 0.5}, Expectation(("sv",)))
    assert list(found.flags) == sorted(found.flags)
