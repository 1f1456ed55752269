"""A codebook is read whole, and what is wrong in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import languages
from pipeline.codebook import KINDS, load_codebook
from pipeline.errors import ConfigError

SMALL = """
[touchpoints.receive]
title = { en = "Receive" }
owner = "Logistics"
[themes.delivery]
title = { en = "Delivery" }
touchpoint = "receive"
[frictions."delivery.late"]
title = { en = "Late" }
theme = "delivery"
kind = "late"
"""
PHRASES = '[themes.delivery]\nany = ["parcel*"]\n[frictions]\n"delivery.late" = ["came late"]\n'


def test_phrases_may_stand_beside_the_codebook_or_in_it(tmp_path: Path) -> None:
    (tmp_path / "beside.toml").write_text(SMALL)
    (tmp_path / "beside.en.toml").write_text(PHRASES)
    (tmp_path / "within.toml").write_text(
        SMALL + '[themes.delivery.phrases.en]\nany = ["parcel*"]\n[frictions."delivery.late".phrases]\nen = ["came late"]\n'
    )
    beside, within = load_codebook(tmp_path / "beside.toml"), load_codebook(tmp_path / "within.toml")
    assert beside.themes == within.themes
    assert beside.frictions == within.frictions


def test_a_changed_phrase_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(SMALL)
    (tmp_path / "c.en.toml").write_text(PHRASES)
    before = load_codebook(tmp_path / "c.toml").sha256
    (tmp_path / "c.en.toml").write_text(PHRASES.replace("parcel", "packet"))
    assert load_codebook(tmp_path / "c.toml").sha256 != before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind = \"late\"", "kind = \"lat\""), "unknown kind 'lat'. .*Did you mean 'late'"),
        (("theme = \"delivery\"", "theme = \"delivry\""), "unknown theme 'delivry'"),
        (("owner = \"Logistics\"", ""), "'owner'"),
        (("[themes.delivery]", "[themes.delivery"), "cannot be read"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    (tmp_path / "c.toml").write_text(SMALL.replace(*change))
    with pytest.raises(ConfigError, match=said):
        load_codebook(tmp_path / "c.toml")


def test_phrases_of_an_unknown_theme_are_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(SMALL)
    (tmp_path / "c.en.toml").write_text(PHRASES.replace("themes.delivery", "themes.delivry"))
    with pytest.raises(ConfigError, match="Did you mean 'delivery'"):
        load_codebook(tmp_path / "c.toml")


def test_the_shipped_codebook_is_whole() -> None:
    book = load_codebook()
    assert len(book.themes) == 20
    assert len(book.frictions) >= 60
    assert {f.kind for f in book.frictions.values()} == set(KINDS)
    for language in languages.known():
        for thing in (*book.themes.values(), *book.frictions.values(), *book.touchpoints.values()):
            assert thing.titles[language]
        assert all(theme.phrases[language].any or theme.phrases[language].negative for theme in book.themes.values())
        assert all(friction.phrases[language] for friction in book.frictions.values())
    assert all(book.touchpoint_of(friction) is not None for friction in book.frictions)
