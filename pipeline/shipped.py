"""Where the files that ship with the program lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The shipped folder `models`, `data` or `configs`."""
    inside = _PACKAGE / "shipped_files" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
