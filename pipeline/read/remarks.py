"""What is said of files: how each was read and why, what differs between them, and what makes them useless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.config import SurveySettings
from pipeline.errors import ConfigError, InputError, nearest
from pipeline.read.census import Census
from pipeline.read.columns import RESPONSE_ID, Field, loosely
from pipeline.read.rows import Export

_ROWS_OF_A_COPY = 10  # two files of fewer rows may be alike by chance
_NAMES_SHOWN = 5
_FEW_VERSIONS, _USUAL_VERSIONS = 5, 0.05


@dataclass(frozen=True)
class ScannedFile:
    """What was seen in a file, and why it is read as it is."""

    name: str
    size: int
    sha256: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    dialect: str
    header_rows: int
    rows: int
    seen: tuple[str, ...]


def describe(export: Export, census: Census) -> ScannedFile:
    """What was seen in a file."""
    source, header = export.source, export.header
    seen = [*source.remarks, *header.remarks]
    if status := [name for _, name, _ in export.places.status]:
        seen.append(f"Previews, tests and unfinished responses are told by {', '.join(status)}.")
    damage = census.damage[export.number]
    if damage.twice_encoded:
        seen.append(f"{damage.twice_encoded:,} cells had been encoded twice (such as 'Ã¥' for 'å') and were mended.")
    if damage.rounded_ids:
        seen.append(
            f"{damage.rounded_ids:,} response ids were rounded by Excel (such as 1.2E+15); ids were made instead."
        )
    if damage.made_dates:
        seen.append(
            f"{damage.made_dates:,} cells of segments look like ranges that Excel took for days (such as 2-Jan)."
        )
    return ScannedFile(source.name, source.size, source.sha256, source.encoding, source.delimiter, source.sheet,
                       header.dialect.name, len(header.rows), census.rows[export.number], tuple(seen))  # fmt: skip


def refuse_or_note(
    survey: SurveySettings, exports: Sequence[Export], fields: Sequence[Field], census: Census
) -> list[str]:
    """Sentences about files as a whole. Raises InputError where there are no responses, or a file stands twice."""
    empty = [e.source.name for e in exports if not census.rows[e.number]]
    if len(empty) == len(exports):
        raise InputError("The file has no responses: it is a header alone" if len(exports) == 1 else "The files have no responses",
                         ", ".join(empty[:5]), "Export it again with responses")  # fmt: skip
    notes = [f"{name} has a header and no responses." for name in empty]
    has_ids = bool(fields[RESPONSE_ID].wanted)
    seen: dict[str, str] = {}
    for export in exports:
        source, count = export.source, census.rows[export.number]
        if source.sha256 in seen and not has_ids and count >= _ROWS_OF_A_COPY:
            raise InputError("The same file is there twice, and without a response id every answer would count twice",
                             f"{seen[source.sha256]}, {source.name}", "Remove one, or name the id in survey.columns.response_id")  # fmt: skip
        seen[source.sha256] = source.name
    if survey.long:
        _check_asked(exports, fields, census)
    return notes


def _check_asked(exports: Sequence[Export], fields: Sequence[Field], census: Census) -> None:
    known = {loosely(asked) for asked in census.asked}
    for i, f in enumerate(fields):
        if any(export.places.fields[i] for export in exports):
            continue
        for name in f.wanted if f.role in ("score", "question") else ():
            if loosely(name) not in known:
                raise ConfigError(
                    f"No row of the long export asks '{name}'. {nearest(name, census.asked)}".strip(), f.key
                )


def lacking(exports: Sequence[Export], fields: Sequence[Field], gathered: str) -> list[str]:
    """What differs between files: declared columns that some lack. Raises InputError for a file with none of use."""
    if gathered == "long":
        return []
    notes = []
    for export in exports:
        lacks = [f for f, p in zip(fields, export.places.fields, strict=True) if f.wanted and not p]
        useful = [p for f, p in zip(fields, export.places.fields, strict=True) if p and f.role in ("score", "question")]
        if not useful and not gathered:
            raise InputError("The file has none of the declared scores and questions", export.source.name,
                             "Leave it out, or give the columns' names in this file as a list")  # fmt: skip
        if lacks:
            names = ", ".join(f"'{f.wanted[0]}'" for f in lacks)
            notes.append(f"{export.source.name} lacks {names}" + ("." if gathered else "; its cells are empty there."))
    return notes


def differences(exports: Sequence[Export], fields: Sequence[Field]) -> list[str]:
    """How the undeclared columns of each file differ from those of the first."""
    notes = []
    declared = {name for f in fields for name in f.wanted}
    first = {c.name for c in exports[0].header.columns} - declared
    for export in exports[1:]:
        own = {c.name for c in export.header.columns} - declared
        for some, who, others in ((own - first, export, exports[0]), (first - own, exports[0], export)):
            if some:
                names = ", ".join(f"'{name}'" for name in sorted(some)[:_NAMES_SHOWN]) + (
                    " …" if len(some) > _NAMES_SHOWN else ""
                )
                notes.append(f"Only {who.source.name} has {names}; {others.source.name} has not.")
    return notes


def reused_ids(older: int, rows: int) -> list[str]:
    """A warning where so many ids come again with other content that they may not be ids."""
    if older < max(_FEW_VERSIONS, _USUAL_VERSIONS * rows):
        return []
    return [f"{older:,} of {rows:,} rows have the response id of another row and other content; the latest stands. "
            "If ids start anew in each file, leave out survey.columns.response_id."]  # fmt: skip
