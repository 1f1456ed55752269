"""The detectors by name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.detect.protocol import Detector
from pipeline.plugins import resolve

BUILTIN = {
    "whyscore": "pipeline.detect.linear:shipped_detector",
    "langdetect": "pipeline.detect.libraries:Langdetect",
    "lingua": "pipeline.detect.libraries:Lingua",
}


@lru_cache(maxsize=8)
def detector_named(name: str | Path) -> Detector:
    """The detector of that name, or the one whose model lies in that folder; kept for the process."""
    if isinstance(name, Path) or (Path(name) / "detector.json").is_file():
        from pipeline.detect.linear import LinearDetector

        return LinearDetector.load(Path(name))
    return resolve("detectors", name, BUILTIN)()
