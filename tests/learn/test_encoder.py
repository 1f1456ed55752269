"""The shipped encoder: small, quick to load, blind to spelling, and one for all languages."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.learn.encoder.figures import found_at_once, without_diacritics
from pipeline.shipped import folder
from pipeline.tag.encoder import Encoder, StaticEncoder, load_encoder

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))
MODEL = folder("models") / "encoder"
AWKWARD = [
    "",
    "   ",
    ":-)",
    "…",
    "日本",
    "👍👍",
    "a - b",
    " hej . du ",
    "O.K.",
    "Suuuuper!!!",
    "12 345,50 kr",
    "a\u00a0b\tc",
]
ONE_MISTAKE = 0.95  # of twenty sentences


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(MODEL)


def test_it_takes_at_most_25_megabytes() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= 25_000_000


def test_the_fast_loader_needs_no_torch() -> None:
    code = (
        f"from pipeline.tag.encoder import load_encoder; load_encoder({str(MODEL)!r}).encode(['hej'])\n"
        "import sys; print([m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_fast_loader_gives_what_sentence_transformers_gives(encoder: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [*AWKWARD, *(text for language in SENTENCES.values() for text in language[:10])]
    theirs = SentenceTransformer(str(MODEL), device="cpu").encode(texts)
    assert isinstance(encoder, StaticEncoder)
    # Theirs are of bfloat16, whose last bit is worth 0.4 % of a number; ours are summed in float32.
    np.testing.assert_allclose(encoder.encode(texts), theirs, rtol=8e-3, atol=2e-3)


def test_vectors_have_length_one_and_a_text_of_nothing_has_none(encoder: Encoder) -> None:
    vectors = encoder.encode(["Jag vill ha pengarna tillbaka", "", ":-)"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, encoder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0], atol=1e-6)
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_a_text_has_the_same_vector_in_any_company(encoder: Encoder, texts: list[str]) -> None:
    together = encoder.encode([*texts, *AWKWARD])[: len(texts)]
    alone = [encoder.encode([text])[0] for text in texts]
    np.testing.assert_allclose(together, np.array(alone).reshape(together.shape), atol=1e-5)


@pytest.mark.parametrize(("first", "second"), list(permutations(("en", "sv", "da", "ro"), 2)))
def test_a_remark_is_nearest_to_its_translation(encoder: Encoder, first: str, second: str) -> None:
    assert found_at_once(encoder.encode(SENTENCES[first]), encoder.encode(SENTENCES[second])) >= ONE_MISTAKE


@pytest.mark.parametrize("language", ["en", "sv", "da", "ro"])
@pytest.mark.parametrize("spelt", [without_diacritics, str.upper, lambda text: text.rstrip(".") + "!!"])
def test_diacritics_and_capitals_do_not_matter(encoder: Encoder, language: str, spelt) -> None:
    texts = SENTENCES[language]
    alike = np.sum(encoder.encode(texts) * encoder.encode([spelt(text) for text in texts]), axis=1)
    assert alike.min() > 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [("för dyrt", "foer dyrt"), ("får ikke svar", "faar ikke svar"), ("først", "foerst"), ("ţară şi", "țară și")],
)
def test_letters_typed_otherwise_are_the_same_letters(encoder: Encoder, one: str, other: str) -> None:
    np.testing.assert_array_equal(encoder.encode([one]), encoder.encode([other]))


def test_a_folder_that_is_not_there_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no encoder"):
        load_encoder(tmp_path / "nowhere")
