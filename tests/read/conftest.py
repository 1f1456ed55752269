"""What the tests of reading share: files written on the spot, and everything that reading them gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.config import Config, build_config
from pipeline.read import Scan, parts, read, scan


@dataclass(frozen=True)
class Everything:
    """A scan and all its parts put together."""

    scan: Scan
    answers: pd.DataFrame
    rejected: pd.DataFrame

    @property
    def responses(self) -> int:
        return self.answers["response_id"].nunique()

    @property
    def set_aside(self) -> dict[str, int]:
        """Rows set aside, by reason."""
        whole = self.rejected[self.rejected["scope"] == "row"]
        return whole["reason"].value_counts().to_dict()

    @property
    def said(self) -> str:
        """All that was said of the files."""
        return "\n".join([*self.scan.notes, *(sentence for file in self.scan.files for sentence in file.seen)])

    def column(self, name: str) -> list[Any]:
        return self.answers.sort_values("answer_id")[name].tolist()


def read_everything(config: Config, part_size: int = 100) -> Everything:
    """Everything that the configuration reads; every row must be a response or set aside."""
    found = scan(config)
    done = [read(part, config.survey, config.period) for part in parts(found, part_size)]
    answers = pd.concat([part.answers for part in done], ignore_index=True)
    rejected = pd.concat([part.rejected for part in done], ignore_index=True)
    everything = Everything(found, answers, rejected)
    assert found.rows == sum(part.rows for part in done)
    analysed = found.rows - sum(everything.set_aside.values())
    # Where several rows make a response there are more rows than responses.
    assert analysed >= everything.responses if found.gathered else analysed == everything.responses
    return everything


@pytest.fixture(scope="session")
def read_config() -> Callable[..., Everything]:
    """A function that reads everything that a configuration names."""
    return read_everything


@pytest.fixture
def read_files(tmp_path: Path) -> Callable[..., Everything]:
    """A function that writes files and reads them with a configuration for the columns id, date, score, why, changed by keywords."""

    def read_them(files: Mapping[str, str | bytes] | str | bytes, part_size: int = 100, **survey: Any) -> Everything:
        return read_everything(make_config(tmp_path, files, **survey), part_size)

    return read_them


@pytest.fixture
def config_of(tmp_path: Path) -> Callable[..., Config]:
    """A function that writes files and gives the configuration alone."""

    def write_them(files: Mapping[str, str | bytes] | str | bytes, **survey: Any) -> Config:
        return make_config(tmp_path, files, **survey)

    return write_them


def make_config(folder: Path, files: Mapping[str, str | bytes] | str | bytes, **survey: Any) -> Config:
    files = {"export.csv": files} if isinstance(files, (str, bytes)) else files
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    source = {"path": survey.pop("path", next(iter(files)) if len(files) == 1 else "*"), **survey.pop("source", {})}
    raw = {
        "sources": [source],
        "columns": {"response_id": "id", "at": "date"},
        "scores": [{"name": "nps", "column": "score"}],
        "questions": [{"column": "why"}],
        **survey,
    }
    return build_config({"survey": raw}, folder)
