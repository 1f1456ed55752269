"""What a configuration may say, and loading it.

A configuration is a TOML file. Every key has a default, a type and a sentence here and nowhere else;
`reference()` prints them. Unknown keys are refused with the nearest known name, and all mistakes are
reported together.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipeline.errors import ConfigError, nearest
from pipeline.tables import RESERVED_COLUMNS

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SourceSettings(_Section):
    """One file, folder or pattern of files."""

    path: str = Field(description="File, folder or pattern such as ../exports/*.csv, relative to this configuration; $NAME is taken from the environment.")
    sheet: str | None = Field(None, description="Sheet of a workbook; left out, the one that holds the responses.")
    encoding: str | None = Field(None, description="Encoding of the text file; left out, it is found out.")
    delimiter: str | None = Field(None, description="Delimiter of the text file; left out, it is found out.")
    header_rows: int | None = Field(None, ge=0, le=5, description="Number of header rows; left out, it is found out.")


class ColumnSettings(_Section):
    """Which column of the export holds what; a list where files name the column differently."""

    response_id: str | list[str] | None = Field(None, description="Id of the filled-in survey; left out, one is made.")
    respondent_id: str | list[str] | None = Field(
        None, description="Id of the person; left out, each response is a person."
    )
    at: str | list[str] | None = Field(None, description="When the survey was answered.")
    market: str | list[str] | None = Field(None, description="Country or market.")
    language: str | list[str] | None = Field(None, description="Language of the questionnaire, such as UserLanguage.")
    weight: str | list[str] | None = Field(None, description="Survey weight of the response, 0 or more.")
    tags: str | list[str] | None = Field(
        None, description="Themes coded by hand, as in delivery:negative; price_value:positive (for tagger = \"coded\")."
    )
    status: str | list[str] | None = Field(
        None, description="Column that marks previews, tests and unfinished responses."
    )


class LongSettings(_Section):
    """A long export, with one row an answer."""

    question: str = Field(description="Column that names the question of the row.")
    answer: str = Field(description="Column that holds the answer of the row, score or text.")


class ScoreSettings(_Section):
    """A number on a declared scale."""

    name: Name = Field(description="nps, ces, csat, nes, lba, stars or a name of your own.")
    column: str | list[str] = Field(
        description="Column (or, in a long export, question) that holds it; several where files name it differently."
    )
    scale: tuple[float, float] | None = Field(None, description="Lowest and highest value; nps is 0 to 10.")
    promoters: tuple[float, float] | None = Field(None, description="Values that count as promoters; nps 9 to 10.")
    detractors: tuple[float, float] | None = Field(None, description="Values that count as detractors; nps 0 to 6.")
    labels: dict[str, float] = Field({}, description="Value of each label that carries no number.")
    ignore: list[str] = Field([], description="Further labels that mean no answer, such as 'Not applicable'.")
    check_scale: bool = Field(True, description="Stop when the values do not look like the scale.")

    @model_validator(mode="after")
    def _check_scale(self) -> ScoreSettings:
        low, high = self.bounds
        if low >= high:
            raise ValueError("the scale must go from the lowest to the highest value")
        for group in (self.promoters, self.detractors):
            if group and not low <= group[0] <= group[1] <= high:
                raise ValueError("promoters and detractors must lie within the scale")
        return self

    @property
    def columns(self) -> list[str]:
        """The names that the column has in the files."""
        return [self.column] if isinstance(self.column, str) else self.column

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest value of the scale."""
        return self.scale or DEFAULT_SCALES.get(self.name, (0, 10))

    @property
    def has_groups(self) -> bool:
        """Whether values fold into promoters, passives and detractors. Stars do only when that is declared."""
        return self.name == "nps" or self.promoters is not None or self.detractors is not None

    @property
    def groups(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The bounds of promoters and of detractors, or None where the score does not fold."""
        if not self.has_groups:
            return None
        return self.promoters or (9, 10), self.detractors or (0, 6)


DEFAULT_SCALES = {"nps": (0, 10), "ces": (1, 7), "csat": (1, 5), "stars": (1, 5), "nes": (-100, 100), "lba": (0, 10)}


class QuestionSettings(_Section):
    """A question answered in free text."""

    column: str | list[str] = Field(description="Column that holds the text; several are read as one text.")
    kind: Literal["why", "improve", "other"] = Field("why", description="What the question asks for.")
    name: str | None = Field(None, description="Name in tables and report; left out, the column's.")
    after: str | None = Field(None, description="Score that it follows; left out, the first.")

    @property
    def columns(self) -> list[str]:
        """The columns whose texts make up the answer."""
        return [self.column] if isinstance(self.column, str) else self.column

    @property
    def title(self) -> str:
        """The question's name in tables and report."""
        return self.name or self.columns[0]


class SurveySettings(_Section):
    """What was asked, and where the answers are."""

    name: str = Field("Survey", description="Title of the report.")
    kind: Literal["relational", "transactional", "in_the_moment"] = Field(
        "relational", description="Kind of survey; kinds must not be mixed in one trend."
    )
    timezone: str = Field("UTC", description="Time zone that months are counted in, such as Europe/Stockholm.")
    source_timezone: str | None = Field(
        None, description="Zone of dates that name none; left out, the survey's own, or UTC where the export says so."
    )
    date_order: Literal["day-first", "month-first", "year-first"] | None = Field(
        None, description="Order of dates such as 03/04/2026; needed only where the file itself does not decide it."
    )
    made_up: bool = Field(False, description="The data are made up, and the report must say so.")
    sources: list[SourceSettings] = Field(min_length=1, description="Files to read.")
    columns: ColumnSettings = Field(ColumnSettings(), description="Columns by their meaning.")
    long: LongSettings | None = Field(None, description="Only for exports with one row an answer.")
    scores: list[ScoreSettings] = Field([], description="Scores; the first leads the report.")
    questions: list[QuestionSettings] = Field([], description="Questions answered in free text.")
    segments: dict[str, str | list[str]] = Field({}, description="Segment name = column to cut by.")
    max_text_characters: int = Field(20_000, ge=100, description="Longer answers are set aside as damage.")

    @property
    def leading_score(self) -> ScoreSettings | None:
        """The first declared score that folds into promoters and detractors."""
        return next((s for s in self.scores if s.has_groups), None)

    @field_validator("timezone", "source_timezone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is None:
            return None
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"there is no time zone '{zone}'. {nearest(zone, available_timezones())}") from None
        return zone

    @model_validator(mode="after")
    def _check_names(self) -> SurveySettings:
        names = [s.name for s in self.scores] + list(self.segments)
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"'{name}' is used twice among scores and segments")
            if name in RESERVED_COLUMNS:
                raise ValueError(f"'{name}' is a word of the tables; give the score or segment another name")
        if not self.scores and not self.questions:
            raise ValueError("declare at least one score or one question")
        return self


class PeriodSettings(_Section):
    """How time is cut."""

    by: Literal["month", "quarter", "year"] = Field("month", description="Length of a period.")
    report: str = Field("latest", description="Period that the report is about: latest, or such as 2026-06.")


class DetectSettings(_Section):
    """Language of each answer."""

    detector: str = Field("whyscore", description="whyscore, lingua, langdetect, or a plug-in.")
    languages: list[str] = Field(["sv", "da", "ro", "en"], min_length=1, description="Languages that are analysed.")
    sentinels: list[str] = Field(["nb", "nn"], description="Neighbours told apart so that they are not forced in.")
    min_confidence: float = Field(0.5, ge=0, le=1, description="Below this, the language is unknown; 0 always answers.")
    markets: dict[str, list[str]] = Field({}, description="Languages of a market that is not known from the start.")


class RedactSettings(_Section):
    """Personal data removed before anything is written."""

    keep: list[str] = Field([], description="Kinds not to remove, such as plate.")
    extra: dict[Name, str] = Field({}, description="Patterns of your own: name = regular expression.")


class CodebookSettings(_Section):
    """The themes."""

    path: str | None = Field(None, description="Codebook; left out, the shipped one for customer experience.")


class TagSettings(_Section):
    """Themes, polarity, friction points and asks."""

    tagger: str = Field("lexicon", description="lexicon, coded (reads survey.columns.tags), or a plug-in.")


class MeasureSettings(_Section):
    """Statistics."""

    confidence: float = Field(0.95, gt=0.5, lt=1, description="Confidence of every interval.")
    min_responses: int = Field(30, ge=1, description="Fewer responses than this, and the number says that it rests on few.")
    smallest_group: int = Field(5, ge=1, description="Counts of fewer people than this are not shown for a segment.")
    fewest_mentions: int = Field(10, ge=1, description="A theme named by fewer people is not looked at as a driver.")
    events_per_parameter: int = Field(
        5, ge=1, description="Detractors (or promoters) needed for each column of a driver model."
    )


class RankSettings(_Section):
    """The list of improvements."""

    people: int = Field(100, ge=1, description="So many people asking make it probably a good idea …")
    share: float = Field(0.02, gt=0, le=1, description="… or this share of those who commented, if that is fewer.")
    fewest: int = Field(5, ge=1, description="Never call fewer people than this many.")
    earlier: str = Field("latest", description="Run folder whose wishes keep their ids: latest (the last earlier period beside this run), none, or a folder.")
    kept: str | None = Field(None, description="Your list of improvements, a CSV with id, status, effort, note, shipped; read, never written.")


class ReportSettings(_Section):
    """What is written for people."""

    language: Literal["en"] = Field("en", description="Language of the report.")
    formats: list[str] = Field(["html"], description="html, or a plug-in.")
    quotes: int = Field(3, ge=0, le=50, description="Quotes shown for a theme or improvement.")


class RunSettings(_Section):
    """How the work is done; changes no result."""

    engine: str = Field("local", description="local, or a plug-in.")
    part_size: int = Field(5_000, ge=1, description="Responses that travel through the row stages together.")
    processes: int = Field(0, ge=0, description="Processes; 0 takes one for each core.")
    out: str = Field("../runs", description="Folder under which the run folder is made.")


class Config(_Section):
    """The whole configuration of a run."""

    survey: SurveySettings
    period: PeriodSettings = PeriodSettings()
    codebook: CodebookSettings = CodebookSettings()
    detect: DetectSettings = DetectSettings()
    redact: RedactSettings = RedactSettings()
    tag: TagSettings = TagSettings()
    measure: MeasureSettings = MeasureSettings()
    rank: RankSettings = RankSettings()
    report: ReportSettings = ReportSettings()
    run: RunSettings = RunSettings()

    @model_validator(mode="after")
    def _check_tags(self) -> Config:
        if (self.tag.tagger == "coded") != (self.survey.columns.tags is not None):
            raise ValueError("tag.tagger = 'coded' and survey.columns.tags (the column it reads) go together")
        return self


def load_config(path: str | Path, changes: Iterable[str] = ()) -> Config:
    """The configuration in the TOML file `path`, with `changes` such as `report.quotes=5` on top.

    Relative paths come back absolute. Raises ConfigError with every mistake at once.
    """
    path = Path(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        near = nearest(path.name, [p.name for p in path.parent.glob("*.toml")]) if path.parent.is_dir() else ""
        raise ConfigError(
            f"There is no configuration '{path}'", "", near or "`whyscore init EXPORT` writes one"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("The configuration cannot be read", str(path), str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("The configuration is not valid TOML", str(path), str(error)) from error
    apply_changes(raw, changes)
    return build_config(raw, path.parent, str(path))


def build_config(raw: Mapping[str, Any], folder: Path, where: str = "configuration") -> Config:
    """The configuration that the mapping `raw` says, its relative paths taken from `folder`."""
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(_explain(error), where, "`whyscore init --reference` lists every key") from None
    return _absolute(config, folder.resolve())


def reference() -> str:
    """Every key with its default and a sentence, as commented TOML."""
    lines: list[str] = []
    _describe(Config, "", lines)
    return "\n".join(lines) + "\n"


def apply_changes(raw: dict[str, Any], changes: Iterable[str]) -> None:
    """Sets keys of the unchecked configuration `raw`, each change written as `section.key=value`."""
    for change in changes:
        _apply(raw, change)


def _apply(raw: dict[str, Any], change: str) -> None:
    key, equals, value = change.partition("=")
    if not equals:
        raise ConfigError(f"'{change}' changes nothing", "--set", "Write it as --set section.key=value")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value
    *sections, last = key.strip().split(".")
    here: Any = raw
    for section in sections:
        here = here.setdefault(section, {}) if isinstance(here, dict) else None
    if not isinstance(here, dict):
        raise ConfigError(
            f"'{key}' is not a key that can be set", "--set", "`whyscore init --reference` lists every key"
        )
    here[last] = parsed


def _absolute(config: Config, folder: Path) -> Config:
    def absolute(path: str) -> str:
        return path if path.startswith("env:") else os.path.normpath(folder / Path(os.path.expandvars(path)).expanduser())

    sources = [s.model_copy(update={"path": absolute(s.path)}) for s in config.survey.sources]
    codebook = config.codebook.path and absolute(config.codebook.path)
    return config.model_copy(
        update={
            "survey": config.survey.model_copy(update={"sources": sources}),
            "codebook": config.codebook.model_copy(update={"path": codebook}),
            "rank": config.rank.model_copy(
                update={
                    "kept": config.rank.kept and absolute(config.rank.kept),
                    "earlier": config.rank.earlier
                    if config.rank.earlier in ("latest", "none")
                    else absolute(config.rank.earlier),
                }
            ),
            "run": config.run.model_copy(update={"out": absolute(config.run.out)}),
        }
    )


def _explain(error: ValidationError) -> str:
    sentences = []
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"]) or "configuration"
        if item["type"] == "extra_forbidden":
            sentences.append(f"'{key}' is not known. {nearest(str(item['loc'][-1]), _keys_at(item['loc'][:-1]))}")
        elif item["type"] == "missing":
            sentences.append(f"'{key}' is missing")
        else:
            sentences.append(f"'{key}': {item['msg'].removeprefix('Value error, ')}")
    return "; ".join(s.rstrip(".") for s in sentences)


def _section_of(annotation: Any) -> type[_Section] | None:
    if isinstance(annotation, type) and issubclass(annotation, _Section):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _section_of(inner):
            return found
    return None


def _keys_at(location: tuple[int | str, ...]) -> list[str]:
    section: type[_Section] | None = Config
    for part in location:
        if isinstance(part, str) and section and part in section.model_fields:
            section = _section_of(section.model_fields[part].annotation)
    return list(section.model_fields) if section else []


def _describe(section: type[_Section], prefix: str, lines: list[str]) -> None:
    nested = []
    for key, field in section.model_fields.items():
        inner = _section_of(field.annotation)
        if inner:
            nested.append((key, inner, "list" in str(field.annotation)))
            continue
        default = "required" if field.is_required() else _toml(field.get_default())
        lines.append(f"# {key} = {default}    # {field.description}")
    for key, inner, many in nested:
        name = f"{prefix}{key}"
        lines += ["", f"[[{name}]]" if many else f"[{name}]", f"# {(inner.__doc__ or '').strip()}"]
        _describe(inner, f"{name}.", lines)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if value is None:
        return '""'
    return f'"{value}"' if isinstance(value, str) else "{}" if value == {} else str(value)
