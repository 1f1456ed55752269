"""Guessing what the columns of a stranger's export hold, with the evidence for each guess."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.config import SourceSettings
from pipeline.errors import InputError
from pipeline.read import draft, guess_answers, guess_dates, guess_roles
from pipeline.read.cells import clean
from pipeline.read.columns import find as find_column
from pipeline.read.findings import Findings, merge
from pipeline.read.header import HEAD_RECORDS, Header, read_header
from pipeline.read.profile import Profile
from pipeline.read.source import Source, find, open_source, records

_SAMPLED_ROWS = 5_000


@dataclass(frozen=True)
class Guess:
    """A configuration as TOML that can be run and edited, and sentences about what was seen and unsure."""

    toml: str
    notes: list[str]


def guess(paths: Sequence[str | Path], relative_to: str | Path = ".") -> Guess:
    """A first configuration for the exports in `paths`, with paths relative to the folder `relative_to`.

    Raises InputError where a file cannot be read, or holds neither a score nor a text.
    """
    files = [path for path, _ in find([SourceSettings(path=str(path)) for path in paths])]
    found = merge([_look(path) for path in files])
    if not found.scores and not found.questions:
        raise InputError(
            "Neither a score nor a free text was found",
            ", ".join(found.files),
            "Write the configuration by hand; `whyscore init --reference` lists every key",
        )
    if not any(score.name == "nps" for score in found.scores):
        found.unsure.append("no NPS on 0 to 10 was found.")
    if "at" not in found.roles:
        found.unsure.append("no date was found, so there will be one period, 'all'.")
    if not found.zone:
        found.unsure.append("nothing tells the time zone, so months are counted in UTC.")
    written = [_relative(Path(path), Path(relative_to)) for path in paths]
    toml = draft.write(found, written, " ".join(files[0].stem.replace("_", " ").split()))
    return Guess(toml, [*found.seen, *(f"Unsure: {sentence}" for sentence in found.unsure)])


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive
        return path.absolute().as_posix()


def _look(path: Path) -> Findings:
    """The guesses for one file."""
    source = open_source(path, SourceSettings(path=str(path)))
    header = read_header(source, list(islice(records(source), HEAD_RECORDS)))
    profiles = _profiles(source, header)
    if not any(p.cells for p in profiles):
        raise InputError(
            "The file has no responses: it is a header alone", source.name, "Export it again with responses"
        )
    found = Findings([source.name], [f"{source.name}: {sentence}" for sentence in (*source.remarks, *header.remarks)])
    found.columns = frozenset(p.name for p in profiles)
    rest = guess_roles.choose(profiles, header, found)
    if found.long:
        rest = _unfold(rest, source, header, found)
    guess_answers.choose(rest, found)
    guess_dates.choose(source, header, profiles, found)
    return found


def _profiles(source: Source, header: Header) -> list[Profile]:
    cells: dict[int, list[str]] = {c.position: [] for c in header.columns}
    count = 0
    for number, record in records(source):
        if number < header.first or not any(map(str.strip, record)):
            continue
        count += 1
        if count > _SAMPLED_ROWS:
            break
        for position, column in cells.items():
            if position < len(record) and (cell := clean(record[position])):
                column.append(cell)
    return [
        Profile(c.name, (c.name, *c.labels), tuple(cells[c.position]), min(count, _SAMPLED_ROWS), c.position)
        for c in header.columns
    ]


def _unfold(rest: list[Profile], source: Source, header: Header, found: Findings) -> list[Profile]:
    """The questions of a long export as columns of their own, beside the columns that are left."""
    asked, answered = (find_column(name, header.columns) for name in found.long or ())
    cells: dict[str, list[str]] = {}
    for number, record in islice(records(source), _SAMPLED_ROWS * 10):
        whole = number >= header.first and len(record) >= header.width
        if asked and answered and whole and (answer := clean(record[answered.position])):
            cells.setdefault(clean(record[asked.position]), []).append(answer)
    most = max(map(len, cells.values()), default=0)
    questions = [Profile(name, (name,), tuple(given), most) for name, given in cells.items() if name]
    return [p for p in rest if p.name not in (found.long or ())] + questions
