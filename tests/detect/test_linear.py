"""Features and weights: exact sums, the same in any company, kept and forgotten without a trace."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.detect.linear import HashedModel, LinearDetector, calibrated, save
from pipeline.detect.ngrams import NULL_ROW, Hashing, normal_word, split_words
from pipeline.errors import ConfigError

HASHING = Hashing(longest=3, ngram_bits=8, word_bits=6)
WORDS = st.lists(st.text("abcåäöșț", min_size=1, max_size=12), min_size=1, max_size=8)


def model(languages: tuple[str, ...], seed: int) -> HashedModel:
    weights = np.random.default_rng(seed).integers(-127, 128, (HASHING.rows, len(languages)), np.int8)
    weights[NULL_ROW] = 0
    return HashedModel(languages, HASHING, weights, 0.01, (0.0,) * len(languages), (0.0, 0.1, 0.01))


def detector() -> LinearDetector:
    return LinearDetector(model(("sv", "da"), 0), model(("sv", "da", "de"), 1))


def test_a_word_has_its_n_grams_and_itself_as_features() -> None:
    table, word_rows, starts = HASHING.features(["få", "a"])
    assert list(starts) == [0, 4]
    assert [(table[0:4, n] != NULL_ROW).sum() for n in range(3)] == [4, 3, 2]  # ^få$
    assert [(table[4:7, n] != NULL_ROW).sum() for n in range(3)] == [3, 2, 1]  # ^a$
    assert list(HASHING.count(["få", "a"])) == [4 + 3 + 2 + 1, 3 + 2 + 1 + 1]
    assert all(2**8 <= row < HASHING.rows for row in word_rows)


@given(WORDS)
@settings(max_examples=50)
def test_a_word_scores_the_same_in_any_company(words: list[str]) -> None:
    near = model(("sv", "da"), 0)
    np.testing.assert_array_equal(near.sums(words), np.vstack([near.sums([word]) for word in words]))


@given(WORDS)
@settings(max_examples=50)
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    one, other = detector().weigh([" ".join(words), " ".join(reversed(words))], ()).shares
    np.testing.assert_array_equal(one, other)


def test_shares_add_up_to_one_or_to_nothing() -> None:
    shares = detector().weigh(["en text", "", "12", "и", "привет en"], ("sv", "xx")).shares
    np.testing.assert_allclose(shares.sum(axis=1), [1, 0, 0, 1, 1])


def test_a_language_asked_for_and_not_known_has_no_share() -> None:
    beliefs = detector().weigh(["en text"], ("sv", "xx"))
    assert beliefs.shares[0, beliefs.languages.index("xx")] == 0


def test_forgetting_changes_no_result() -> None:
    found = detector()
    before = found.weigh(["en två tre"], ()).shares
    found.forget()
    np.testing.assert_array_equal(found.weigh(["en två tre"], ()).shares, before)


def test_a_saved_detector_is_the_same(tmp_path: Path) -> None:
    save(detector().near, detector().world, tmp_path)
    loaded = LinearDetector.load(tmp_path)
    np.testing.assert_array_equal(loaded.weigh(["en två"], ()).shares, detector().weigh(["en två"], ()).shares)


def test_a_folder_without_a_model_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no usable detector"):
        LinearDetector.load(tmp_path)


def test_calibration_never_gives_certainty_where_some_belief_is_spread() -> None:
    shares = calibrated(np.array([[100.0, 0.0]]), np.array([50]), (0.0, 0.0, 0.02))
    np.testing.assert_allclose(shares, [[0.99, 0.01]])


def test_spellings_of_one_word_are_one() -> None:
    assert normal_word("aţi") == normal_word("ați") == "ați"
    assert split_words("Don’t SHOUT, l-am") == ["don’t", "shout", "l", "am"]
    assert normal_word("don’t") == "don't"
