"""The architecture cannot rot unseen."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pipeline

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "spacy", "sklearn", "sentence_transformers", "altair", "lingua", "langdetect")


def test_arrows_between_rooms_only_point_down() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = f"import pipeline, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_reading_a_configuration_loads_no_heavy_library() -> None:
    code = f"import pipeline.config, pipeline.codebook, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_help_costs_under_half_a_second_of_cpu() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "pipeline", "--help"], check=True, capture_output=True, env={**os.environ})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_the_public_names_hold_still() -> None:
    assert sorted(pipeline.__all__) == ["analyse", "load_codebook", "load_config", "open_run", "run"]
    for name in pipeline.__all__:
        assert callable(getattr(pipeline, name))
