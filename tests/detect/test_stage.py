"""The stage: columns added, each row on its own, siblings of one response asked for help."""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.detect import detect, detect_texts
from pipeline.errors import ConfigError

DEFAULTS = SimpleNamespace(
    detector="whyscore",
    languages=["sv", "da", "ro", "en"],
    sentinels=["nb", "nn"],
    min_confidence=0.5,
    markets={},
)
SENTENCES = {
    "sv": "Leveransen var snabb men förpackningen gick sönder på vägen",
    "da": "Leveringen var hurtig, men emballagen gik i stykker på vejen",
    "ro": "Livrarea a fost rapidă, dar ambalajul s-a rupt pe drum",
    "en": "The delivery was fast but the packaging broke on the way",
    "nb": "Jeg fikk ikke noe svar før jeg ringte dere flere ganger",
    "nn": "Eg fekk ikkje noko svar før eg ringde dykk fleire gonger",
}
MIXED_BAG = [
    *SENTENCES.values(),
    "ok",
    "super",
    "dyrt",
    "",
    "10",
    "😀",
    "prea scump",
    "Die Lieferung war leider zu spät",
]


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("typed", ["plain", "capitals", "decomposed", "full width"])
def test_a_sentence_is_known_however_it_is_typed(language: str, typed: str) -> None:
    text = SENTENCES[language]
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    variants = {
        "plain": text, "capitals": text.upper(), "decomposed": unicodedata.normalize("NFD", text), "full width": wide,
    }  # fmt: skip
    assert detect_texts([variants[typed]])[0].language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [("Livrarea a fost rapida, dar ambalajul s-a rupt", "ro"), ("Livrarea a întârziat şi aţi greşit", "ro"),
     ("Leveransen var for sen och paketet hade gatt sonder", "sv"), ("Leveransen aer alltid foersenad", "sv"),
     ("Vi maatte vente for laenge og det er aergerligt", "da")],
)  # fmt: skip
def test_missing_or_older_diacritics_do_not_matter(text: str, language: str) -> None:
    assert detect_texts([text])[0].language == language


def test_the_same_text_gives_the_same_answer_in_any_company() -> None:
    together = detect_texts(MIXED_BAG)
    assert together == [detect_texts([text])[0] for text in MIXED_BAG]
    assert together == detect_texts(MIXED_BAG[::-1])[::-1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_gets_a_probability_and_sorted_flags(texts: list[str]) -> None:
    for found in detect_texts(texts):
        assert 0 <= found.confidence <= 1
        assert list(found.flags) == sorted(found.flags)
        assert (found.language == "unknown") == (found.confidence == 0)


def test_words_of_many_languages_are_left_to_the_market() -> None:
    assert detect_texts(["ok"])[0].language == "unknown"
    for market, language in (("SE", "sv"), ("Danmark", "da"), ("România", "ro"), ("UK", "en")):
        assert detect_texts(["ok"], [market])[0].language == language


def test_links_and_placeholders_are_no_language() -> None:
    assert detect_texts(["[PHONE] [NAME] https://example.com/the/best/service"])[0].language == "unknown"


@pytest.mark.parametrize(
    "text", ["Доставка была очень медленной", "التسليم كان بطيئا", "配送很慢", "Η παράδοση άργησε"]
)
def test_other_scripts_are_other(text: str) -> None:
    assert detect_texts([text])[0].language == "other"


def test_the_stage_adds_its_columns_and_keeps_the_rest() -> None:
    answers = pd.DataFrame({"answer_id": ["a", "b"], "text": [SENTENCES["sv"], None]}, index=[7, 3])
    found = detect(answers, DEFAULTS)
    assert list(found.index) == [7, 3]
    assert list(found.columns[:2]) == ["answer_id", "text"]
    assert list(found["language"]) == ["sv", "unknown"]
    assert list(found["meaning"]) == ["meant", "empty"]
    assert list(found["language_flags"]) == ["", "short"]


def test_the_questionnaire_language_decides_a_short_answer() -> None:
    answers = pd.DataFrame({"text": ["super", "super"], "survey_language": ["Română", "da-DK"]})
    assert list(detect(answers, DEFAULTS)["language"]) == ["ro", "da"]


def test_another_answer_of_the_response_decides_a_short_one_and_no_other_response_does() -> None:
    answers = pd.DataFrame({"response_id": ["1", "1", "2"], "text": [SENTENCES["da"], "super", "super"]})
    assert list(detect(answers, DEFAULTS)["language"]) == ["da", "da", "unknown"]


def test_rows_do_not_depend_on_their_order() -> None:
    answers = pd.DataFrame(
        {
            "response_id": [str(i // 2) for i in range(len(MIXED_BAG))],
            "text": MIXED_BAG,
            "market": ["SE"] * len(MIXED_BAG),
        }
    )
    shuffled = detect(answers.sample(frac=1, random_state=1), DEFAULTS).sort_index()
    pd.testing.assert_frame_equal(shuffled, detect(answers, DEFAULTS))


def test_an_empty_part_passes() -> None:
    answers = pd.DataFrame({"text": pd.Series([], dtype="object")})
    assert list(detect(answers, DEFAULTS).columns) == [
        "text",
        "language",
        "language_confidence",
        "language_flags",
        "meaning",
    ]


@pytest.mark.parametrize("detector", ["langdetect", "lingua"])
def test_the_libraries_are_selectable_and_repeatable(detector: str) -> None:
    if detector == "lingua":
        pytest.importorskip("lingua")
    texts = [SENTENCES[language] for language in ("sv", "da", "ro", "en")]
    found = detect_texts(texts, detector=detector)
    assert [f.language for f in found] == ["sv", "da", "ro", "en"]
    assert found == detect_texts(texts, detector=detector)


def test_an_unknown_detector_lists_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="langdetect|whyscore"):
        detect_texts(["hej"], detector="langdetekt")
