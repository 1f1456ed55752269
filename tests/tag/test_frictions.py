"""Praise tells of no obstacle."""

from __future__ import annotations

import pytest

from pipeline.codebook import load_codebook
from pipeline.tag.lexicon import LexiconTagger

PRAISE = {
    "sv": ["Hemsidan är enkel att använda", "Trevlig personal", "Kön var kort", "Leveransen kom i tid", "Snabbt svar på mejlet"],
    "da": ["Hjemmesiden virker godt", "Køen var kort", "Ventetiden var kort", "Tracking virker perfekt", "Pakken kom til tiden"],
    "ro": ["Site-ul merge bine", "Personal amabil", "Livrarea a fost la timp", "Mi-au răspuns repede", "Produsul este bun"],
    "en": [
        "The staff attitude was excellent", "The chat bot is great", "They measured the windows carefully",
        "Their reply took five minutes", "The website is easy to use",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def tagger() -> LexiconTagger:
    return LexiconTagger(load_codebook(), risk=None)


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in PRAISE.items() for text in texts])
def test_praise_has_no_friction(tagger: LexiconTagger, language: str, text: str) -> None:
    assert tagger.tag([text], [language], ["why"])[0].frictions == ()


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("sv", "Paketet kom för sent", "late"), ("da", "Pakken kom for sent", "late"), ("ro", "Coletul a venit prea târziu", "late"),
        ("en", "The parcel came late", "late"), ("sv", "Ingen svarar i telefon", "unreachable"),
        ("da", "Ingen svarer på mails", "unreachable"), ("ro", "Nu răspunde nimeni la telefon", "unreachable"),
        ("en", "Nobody answers the phone", "unreachable"),
    ],
)  # fmt: skip
def test_an_obstacle_is_found_by_its_kind(tagger: LexiconTagger, language: str, text: str, kind: str) -> None:
    kinds = {load_codebook().frictions[f.friction].kind for f in tagger.tag([text], [language], ["why"])[0].frictions}
    assert kind in kinds
