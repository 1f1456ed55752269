"""Language detection measured against lingua and langdetect; writes `language.md` beside this file.

    python -m tests.benchmarks.language

Reads the `langid` and `reviews` sets under WHYSCORE_DATA (default `../shared/data`), and the short answers of
`tests/detect/short_answers.toml`. Our detector was trained on none of these lines.
"""

from __future__ import annotations

import json
import os
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from pipeline.detect import detect_texts
from pipeline.detect.builtin import detector_named
from pipeline.languages.folding import fold

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("WHYSCORE_DATA", ROOT.parent / "shared" / "data"))
FOUR = ("sv", "da", "ro", "en")
SIX = (*FOUR, "nb", "nn")
MARKETS = {"sv": "SE", "da": "DK", "ro": "RO", "en": "GB"}
SETS = ("words", "word_pairs", "sentences", "other", "treebank")
FOREIGN = ("de", "fi", "pl", "hu", "fr", "nl", "is", "es", "it", "pt", "tr", "et", "ru", "uk", "ar")
SHORTEST_REVIEW = 20  # characters from which the label of a review is held against us

Labeller = Callable[[Sequence[str]], list[str]]


def lines(folder: str, language: str) -> list[str]:
    """The texts of one set in one language."""
    return (DATA / "langid" / folder / f"{language}.txt").read_text("utf-8").splitlines()


def ours(texts: Sequence[str]) -> list[str]:
    """Our detector, closed: one of the four whatever happens."""
    return [found.language for found in detect_texts(texts, sentinels=(), min_confidence=0)]


def ours_open(texts: Sequence[str]) -> list[str]:
    """Our detector as it is configured by default."""
    return [found.language for found in detect_texts(texts)]


def lingua_among(languages: Sequence[str]) -> Labeller:
    """lingua in high-accuracy mode, restricted to `languages`."""
    detector = detector_named("lingua")
    return lambda texts: [languages[row.argmax()] for row in detector.weigh(texts, languages).shares]


def langdetect_bare(texts: Sequence[str]) -> list[str]:
    """langdetect among all its languages, seeded."""
    beliefs = detector_named("langdetect").weigh(texts, ())
    best = zip(beliefs.shares.argmax(axis=1), beliefs.shares.max(axis=1), strict=True)
    return [beliefs.languages[column] if share > 0 else "unknown" for column, share in best]


def right(found: Sequence[str], language: str) -> float:
    """The share in per cent of `found` that is `language`."""
    return 100 * float(np.mean([name == language for name in found]))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers with one decimal."""
    cells = [[f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    head = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return "\n".join([f"## {title}", "", *head, *("| " + " | ".join(row) + " |" for row in cells), ""])


def closed() -> Iterator[str]:
    """The four languages, no market: each set, as it is, in capitals, without diacritics."""
    lingua = lingua_among(FOUR)
    variants: list[tuple[str, str, Callable[[str], str]]] = [(name, name, str) for name in SETS]
    variants.append(("sentences in CAPITALS", "sentences", str.upper))
    variants += [(f"{name} without diacritics", name, bare) for name in ("sentences", "other")]
    rows = []
    for title, name, change in variants:
        texts = {language: [change(line) for line in lines(name, language)] for language in FOUR}
        for detector, label in (("whyscore", ours), ("lingua", lingua), ("langdetect", langdetect_bare)):
            rows.append([title, detector, *(right(label(texts[language]), language) for language in FOUR)])
    yield table("Closed four, no market (% right)", ["set", "detector", *FOUR], rows)


def bare(text: str) -> str:
    """The text without diacritics, case kept."""
    kept = (
        c if c.isascii() else fold(c).upper() if c.isupper() else fold(c) for c in unicodedata.normalize("NFC", text)
    )
    return "".join(kept)


def neighbours() -> Iterator[str]:
    """With the sentinels on: is Norwegian kept out, and does Danish stay?"""
    lingua = lingua_among(SIX)
    rows = []
    for name, languages in (("sentences", SIX), ("other", (*FOUR, "nb")), ("treebank", SIX)):
        for language in languages:
            texts = lines(name, language)
            row: list[object] = [name, language]
            for label in (ours_open, lingua):
                found = label(texts)
                core = [called in ("da", "sv") for called in found]
                row += [right(found, language), 100 - 100 * float(np.mean(core))]
            rows.append(row)
    columns = [
        "set",
        "language",
        "whyscore right",
        "whyscore not da/sv",
        "lingua (six) right",
        "lingua not da/sv",
    ]
    yield table("Sentinels nb, nn on (%)", columns, rows)


def foreign() -> Iterator[str]:
    """Sentences of other languages that are called one of the four."""
    rows = []
    for language in FOREIGN:
        found = ours_open(lines("sentences", language))
        rows.append([language, 100 * float(np.mean([name in FOUR for name in found])), right(found, language)])
    yield table("Other languages (sentences, %)", ["language", "called one of the four", "named rightly"], rows)


def reviews() -> Iterator[str]:
    """Real customer comments of at least 20 characters, by the label of the set."""
    rows = []
    for path in sorted((DATA / "reviews").glob("*.jsonl")):
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        texts = [record["text"] for record in records if len(record["text"]) >= SHORTEST_REVIEW]
        language = records[0]["lang"]
        rows.append([path.stem, language, len(texts), right(ours_open(texts), language), right(ours(texts), language)])
    columns = ["set", "language", "n", "default settings, right", "closed four, right"]
    yield table("Customer comments (%)", columns, rows)


def short_answers() -> Iterator[str]:
    """Typical answers of one to three words, with and without their market."""
    answers = tomllib.loads((ROOT / "tests" / "detect" / "short_answers.toml").read_text("utf-8"))
    lingua = lingua_among(FOUR)
    rows = []
    for language, texts in answers.items():
        placed = [found.language for found in detect_texts(texts, [MARKETS[language]] * len(texts))]
        labels = (placed, ours_open(texts), ours(texts), lingua(texts), langdetect_bare(texts))
        rows.append([language, *(right(found, language) for found in labels)])
    rows.append(["all", *(float(np.mean([row[column] for row in rows])) for column in range(1, 6))])
    columns = ["language", "with market", "without", "without, closed four", "lingua (four)", "langdetect"]
    yield table("Short survey answers (% right)", columns, rows)


def calibration() -> Iterator[str]:
    """Expected calibration error, 15 bins of equal width (Guo et al., 2017, eq. 3), over languages pooled."""
    rows = []
    everything: list[tuple[float, bool]] = []
    for name in SETS:
        outcomes = []
        for language in FOUR:
            found = detect_texts(lines(name, language), sentinels=(), min_confidence=0)
            outcomes += [(f.confidence, f.language == language) for f in found]
        rows.append([name, len(outcomes), f"{calibration_error(outcomes):.4f}"])
        everything += outcomes
    rows.append(["all", len(everything), f"{calibration_error(everything):.4f}"])
    yield table("Expected calibration error (closed four)", ["set", "n", "ECE"], rows)


def calibration_error(outcomes: Sequence[tuple[float, bool]]) -> float:
    """The mean distance between confidence and accuracy over 15 bins, weighted by their texts."""
    confidence, correct = np.array([o[0] for o in outcomes]), np.array([o[1] for o in outcomes], float)
    bins = np.minimum((confidence * 15).astype(int), 14)
    inside = [bins == number for number in range(15)]
    gaps = [abs(confidence[b].mean() - correct[b].mean()) * b.mean() for b in inside if b.any()]
    return float(sum(gaps))


def speed() -> Iterator[str]:
    """Texts a second of processor time on comments of about 100 characters, same run; ours with no word kept before."""
    reviews_read = (
        DATA / "reviews" / name for name in ("sv_reviews.jsonl", "da_trustpilot.jsonl", "ro_shop_stars.jsonl")
    )
    texts = [json.loads(line)["text"][:100] for path in reviews_read for line in path.open(encoding="utf-8")]
    texts = [text for text in texts if len(text) >= 90] + lines("sentences", "en")
    texts = [texts[i] for i in np.random.default_rng(0).permutation(len(texts))[:8000]]
    lingua = lingua_among(FOUR)
    detect_texts(["warm"]), lingua(["warm up"]), langdetect_bare(["warm up"])
    detector_named("whyscore").forget()
    seconds = {}
    for name, label, some in (
        ("whyscore", ours_open, texts),
        ("lingua", lingua, texts),
        ("langdetect", langdetect_bare, texts[:400]),
    ):
        began = time.process_time()
        label(some)
        seconds[name] = (time.process_time() - began) / len(some)
    rows = [[name, f"{1 / taken:,.0f}", f"{taken / seconds['whyscore']:.1f}"] for name, taken in seconds.items()]
    yield table("Speed (100-character comments, one core)", ["detector", "texts a second", "times our time"], rows)


def main() -> None:
    """Every table, to the screen and to `language.md`."""
    parts = ["# Language detection", "", "Written by `python -m tests.benchmarks.language`.", ""]
    for measure in (closed, neighbours, foreign, reviews, short_answers, calibration, speed):
        for part in measure():
            print(part, flush=True)
            parts.append(part)
    Path(__file__).with_suffix(".md").write_text("\n".join(parts), "utf-8")


if __name__ == "__main__":
    main()
