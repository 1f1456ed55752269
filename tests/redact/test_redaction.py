"""What a redaction promises: stable, exact offsets, counted, and the user's own choices."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.redact import KINDS, Found, redact, redact_texts

_PLANTED = tomllib.loads(Path(__file__).with_name("planted.toml").read_text("utf-8"))
_SENTENCES = [re.sub("[«»]", "", s) for by in _PLANTED.values() for sentences in by.values() for s in sentences]
_PIECES = st.sampled_from(
    [
        *_SENTENCES,
        "070-174 06 05",
        "a@b.se",
        "SE45",
        "4111 1111 1111 1111",
        "order",
        "Anna",
        "mvh ",
        "[PHONE]",
        "[",
        "12",
    ]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=12), min_size=1, max_size=4).flatmap(
    lambda pieces: st.sampled_from(["", " ", ", ", "\n", "-", "."]).map(lambda glue: glue.join(pieces))
)
_LANGUAGES = st.sampled_from(["sv", "da", "ro", "en", None])


@given(_TEXTS, _LANGUAGES)
def test_redacting_twice_changes_nothing(text: str, language: str | None) -> None:
    once = redact_texts([text], [language])[0]
    assert redact_texts([once.text], [language])[0] == once


@given(_TEXTS, _LANGUAGES)
def test_offsets_cover_the_placeholders_of_the_redacted_text(text: str, language: str | None) -> None:
    redaction = redact_texts([text], [language])[0]
    for found in redaction.found:
        assert redaction.text[found.start : found.end] == f"[{found.kind.upper()}]"
    ends = [0, *(found.end for found in redaction.found)]
    assert all(found.start >= end for found, end in zip(redaction.found, ends, strict=False))


@given(st.lists(_TEXTS, max_size=4))
def test_a_text_is_redacted_the_same_alone_and_in_company(texts: list[str]) -> None:
    assert redact_texts(texts) == [redact_texts([text])[0] for text in texts]


def test_what_stands_around_a_find_stays_as_it_was() -> None:
    redaction = redact_texts(["Ring 070-174 06 05, eller a@b.se!"], ["sv"])[0]
    assert redaction.text == "Ring [PHONE], eller [EMAIL]!"
    assert redaction.found == (Found("phone", 5, 12), Found("email", 20, 27))


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Se https://x.se/?mail=a@b.se&tel=0701740605 där", "Se [URL] där"),
        ("070-174 06 05 070-174 06 12", "[PHONE] [PHONE]"),
        ("070-174 06 05/08-465 004 12", "[PHONE]/[PHONE]"),
        ("order 12345678 070-174 06 05 12 st", "order 12345678 [PHONE] 12 st"),
        ("a@b.se,c@d.se", "[EMAIL],[EMAIL]"),
        ("Jag pratade med Anna, Lars och Erik.", "Jag pratade med [NAME], [NAME] och [NAME]."),
    ],
)
def test_neighbours_and_overlaps_are_settled_in_one_reading(text: str, redacted: str) -> None:
    assert redact_texts([text], ["sv"])[0].text == redacted


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_kept_stays(kind: str) -> None:
    texts = [re.sub("[«»]", "", sentence) for sentence in _PLANTED[kind]["sv"]]
    assert not [f for r in redact_texts(texts, ["sv"] * len(texts), keep=[kind]) for f in r.found if f.kind == kind]


def test_a_pattern_of_the_users_own_becomes_its_name_in_capitals() -> None:
    redaction = redact_texts(["Mitt medlemskap M-4471 gäller"], ["sv"], extra={"member": r"M-\d{4}"})[0]
    assert redaction.text == "Mitt medlemskap [MEMBER] gäller"
    assert redaction.found == (Found("member", 16, 24),)


def test_a_pattern_that_matches_placeholders_or_nothing_at_all_ends() -> None:
    once = redact_texts(["Ring 070-174 06 05 nu"], ["sv"], extra={"capitals": "[A-Z]*"})[0]
    assert redact_texts([once.text], ["sv"], extra={"capitals": "[A-Z]*"})[0] == once


def test_a_pattern_that_cannot_be_read_names_its_key() -> None:
    with pytest.raises(ConfigError) as error:
        redact_texts(["x"], extra={"member": "("})
    assert error.value.where == "redact.extra.member"


def test_an_unknown_kind_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="'phone'"):
        redact_texts(["x"], keep=["phones"])


def test_answers_are_redacted_by_their_language_and_counted() -> None:
    answers = pd.DataFrame(
        {
            "text": ["Ring 070-174 06 05", None, "Tak til Søren, 22 34 56 78", "bra"],
            "language": ["sv", None, "da", None],
        },
        index=[7, 3, 5, 1],
    )
    before = answers.copy()
    redacted, counts = redact(answers)
    assert redacted["text"].fillna("-").tolist() == ["Ring [PHONE]", "-", "Tak til [NAME], [PHONE]", "bra"]
    assert counts == {"name": 1, "phone": 2}
    pd.testing.assert_frame_equal(answers, before)
    assert redacted.index.tolist() == answers.index.tolist()


def test_no_answers_are_no_finds() -> None:
    redacted, counts = redact(pd.DataFrame({"text": pd.Series([], dtype="string")}))
    assert redacted.empty
    assert counts == {}


def test_levels_lose_what_is_certain_and_keep_the_rest() -> None:
    answers = pd.DataFrame({"text": ["a", "b"], "shop": ["Ring 070-174 06 05", "Storgatan 12"], "language": ["sv", "sv"]})
    clean, _ = redact(answers, levels=["shop"])
    assert clean["shop"].tolist() == ["Ring [PHONE]", "Storgatan 12"]


def test_an_id_that_is_an_address_becomes_a_digest_and_still_tells_people_apart() -> None:
    answers = pd.DataFrame(
        {
            "response_id": ["1", "2", "3"], "answer_id": ["1/0", "2/0", "3/0"], "text": ["a", "b", "c"],
            "respondent_id": ["anna@mail.se", "bo@mail.se", "anna@mail.se"], "language": ["sv"] * 3,
        }
    )  # fmt: skip
    ids = redact(answers)[0]["respondent_id"].tolist()
    assert ids[0] == ids[2] != ids[1]
    assert not any("@" in id for id in ids)
