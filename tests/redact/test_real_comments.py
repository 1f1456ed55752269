"""In real product comments, which hold almost no personal data, next to nothing is taken out."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.redact import redact_texts

_REVIEWS = Path(os.environ.get("WHYSCORE_DATA", Path(__file__).parents[3] / "shared" / "data")) / "reviews"


@pytest.mark.skipif(not _REVIEWS.is_dir(), reason="the folder of real comments (WHYSCORE_DATA) is absent")
@pytest.mark.parametrize(("name", "most"), [("ro_laroseda_test", 0.01), ("ro_shop_stars", 0.01)])
def test_product_comments_stay_whole(name: str, most: float) -> None:
    with (_REVIEWS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][:1500]
    changed = sum(r.text != t for r, t in zip(redact_texts(texts, ["ro"] * len(texts)), texts, strict=True))
    assert changed <= most * len(texts)
