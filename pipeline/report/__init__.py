"""The stage that writes what people read. A renderer sees the summary and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline.plugins import resolve

__all__ = ["BUILTIN", "Renderer", "report"]

BUILTIN = {"html": "pipeline.report.html:render"}


class Renderer(Protocol):
    """Writes one kind of report."""

    def __call__(self, summary: Mapping[str, Any], folder: Path) -> Path:
        """Writes the report on `summary` into `folder` and gives its path."""
        ...


def report(summary: Mapping[str, Any], formats: Sequence[str], folder: Path) -> list[Path]:
    """Writes `summary` in each of `formats` into `folder`; gives the paths."""
    return [resolve("renderers", name, BUILTIN)(summary, folder) for name in formats]
