"""Runs every benchmark in turn: `python -m tests.benchmarks`, or those named, `python -m tests.benchmarks language`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Runs them; gives the number that failed."""
    names = sys.argv[1:] or sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_"))
    return sum(subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"]).returncode != 0 for name in names)


if __name__ == "__main__":
    sys.exit(main())
