"""The order of the stages: rows, then counts, then words.

    files -> read -> detect -> redact -> tag -> tally  ==(sum)==>  measure -> rank -> report -> folder

The row stages are functions of one part, so parts may run anywhere and in any order; everything after the
sum sees counts. Only wishes, friction points and candidate quotes go on as rows, already redacted.
"""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.codebook import load_codebook
from pipeline.config import Config
from pipeline.detect import detect
from pipeline.engines import make_engine
from pipeline.errors import ConfigError, RunError, nearest
from pipeline.measure import measure
from pipeline.rank import ORDER, enough_people, rank, short_list
from pipeline.rank.kept import earlier_run, earlier_wishes, read_kept
from pipeline.rank.voices import commenters, gather
from pipeline.rank.wishes import group_wishes, wordings_table
from pipeline.read import parts, read, scan
from pipeline.redact import redact
from pipeline.report import report
from pipeline.report.quotes import candidates, merge, of_wishes
from pipeline.report.summary import summarise
from pipeline.run_folder import Run, RunWriter, check_place, write_part
from pipeline.shipped import folder
from pipeline.tag import make_tagger, tag
from pipeline.tag.encoder import load_encoder
from pipeline.tally import add, score_group, tally
from pipeline.tally.audit import Audit, add_audits, audit

# Enough for any page to choose from, and few enough to keep a run of any size small.
_QUOTES_KEPT = 6


@dataclass(frozen=True)
class PartResult:
    """What the row stages leave of one part for the stages after it."""

    rows: int
    tally: pd.DataFrame
    voices: pd.DataFrame
    quotes: pd.DataFrame
    rejected: pd.DataFrame
    audit: Audit
    counts: Counter[str]


class RowStages:
    """read, detect, redact, tag and tally as one function of a numbered part, which it also writes down."""

    def __init__(self, config: Config, folder: Path) -> None:
        self.config, self.folder = config, folder
        self.tagger = make_tagger(config.tag.tagger, load_codebook(config.codebook.path))

    def __call__(self, numbered: tuple[int, Any]) -> PartResult:
        """The result of part `numbered[1]`, whose tables are written as number `numbered[0]`."""
        number, part = numbered
        config, survey = self.config, self.config.survey
        lead, segments, names = config.survey.leading_score, list(survey.segments), [s.name for s in survey.scores]

        was_read = read(part, survey, config.period)
        answers = detect(was_read.answers, config.detect)
        answers, redactions = redact(answers, config.redact.keep, config.redact.extra, ["market", *segments])
        tagged = tag(answers, self.tagger)
        answers = tables.check(tagged.answers, tables.ANSWERS, [*segments, *names])
        counted = tally(answers, tagged.mentions, tagged.frictions, survey.scores, segments, part.mean_weight)

        groups = score_group(answers[lead.name], lead) if lead else pd.Series("", index=answers.index)
        found = (tagged.mentions, tagged.frictions, tagged.asks)
        write_part(
            self.folder, number, {"answers": answers, "mentions": found[0], "frictions": found[1], "asks": found[2]}
        )
        return PartResult(
            was_read.rows,
            counted,
            gather(answers, tagged.frictions, tagged.asks, groups, lead.name if lead else None),
            candidates(answers, tagged.mentions, tagged.frictions, lead.name if lead else None, _QUOTES_KEPT),
            was_read.rejected,
            audit(answers, redactions, config.detect.min_confidence),
            _count(answers, groups, names),
        )


def run(config: Config, out: str | Path | None = None, say: Callable[[str], None] = lambda line: None) -> Run:
    """Runs `config` and returns the finished run, in the folder `out` or under the configured one.

    `say` is given one line a stage. Raises WhyscoreError when the run cannot be done.
    """
    clock = _Clock(say)
    codebook = load_codebook(config.codebook.path)
    if out:
        check_place(Path(out), config.survey.name)
    found = scan(config)
    clock.stage("scan", f"{found.rows:,} rows in {len(found.files)} file{'s' * (len(found.files) != 1)}")
    for note in found.notes:
        say(f"  note: {note}")

    parent = Path(out).resolve().parent if out else Path(config.run.out)
    writer = RunWriter(parent, Path(out).name if out else "run")
    try:
        engine = make_engine(config.run.engine, config.run.processes)
        work = engine.map(partial(RowStages, config, writer.folder), enumerate(parts(found, config.run.part_size)))
        results = list(_watched(work, clock))
        total = _sum(results, config)
        period = _period(total.tally, config)
        clock.stage("rows", f"{total.counts['responses']:,} responses, {total.counts['answers']:,} answers")

        confusion = getattr(make_tagger(config.tag.tagger, codebook), "confusion", {})
        measures = measure(total.tally, period, codebook, config, confusion)
        clock.stage("measure", f"{len(measures.scores)} scores, {len(measures.themes)} theme shares")
        lead = config.survey.leading_score
        base = commenters(total.tally, lead.name if lead else None)
        kept = read_kept(config.rank.kept) if config.rank.kept else None
        before = _earlier_run(config, parent, period)
        earlier = earlier_wishes(before) if before else None
        voices, wishes = group_wishes(total.voices, codebook, _encoder(), earlier)
        improvements = rank(voices, base, period, codebook, config.rank, config.report.language, wishes, kept)
        quotes = merge([total.quotes, of_wishes(voices, _QUOTES_KEPT)], _QUOTES_KEPT)
        clock.stage("rank", f"{len(improvements)} improvements")

        counts = _reconciled(total, found.rows)
        line = enough_people(int(base.loc[base["period"] == period, "people"].sum()), config.rank)
        summary = summarise(
            config,
            codebook,
            period,
            measures,
            improvements,
            quotes,
            counts,
            total.audit,
            found.notes,
            ORDER,
            line,
            short_list(improvements),
        )
        for name, table in measures.tables().items():
            writer.table(f"measures/{name}", table)
        writer.table("tally", total.tally)
        writer.csv("rejected", total.rejected.sort_values(["file", "row", "column"], kind="stable"))
        writer.csv("improvements", _for_spreadsheet(improvements, summary))
        writer.csv("wishes", wordings_table(wishes))
        writer.json("summary.json", summary)
        report(summary, config.report.formats, writer.folder)
        clock.stage("report", ", ".join(config.report.formats))
        record = _record(config, codebook.sha256, found, counts, total.audit, period, clock)
        writer.json("run.json", {**record, "wish_ids_kept_from": before.name if before else None})
        place = Path(out) if out else Path(config.run.out) / period
        check_place(place, config.survey.name)
        return writer.finish(place)
    finally:
        writer.discard()


def _encoder() -> Callable[[Sequence[str]], Any]:
    return load_encoder(folder("models") / "encoder").encode


def _earlier_run(config: Config, parent: Path, period: str) -> Path | None:
    """The run whose wishes keep their ids."""
    if config.rank.earlier == "none":
        return None
    if config.rank.earlier != "latest":
        return Path(config.rank.earlier)
    return earlier_run(parent, config.survey.name, period)


def _count(answers: pd.DataFrame, groups: pd.Series, scores: list[str]) -> Counter[str]:
    responses = answers.drop_duplicates("response_id")
    written = answers["text"] != ""
    of_group = groups[responses.index].value_counts()
    return Counter(
        responses=len(responses),
        with_score=int(responses[scores].notna().any(axis=1).sum()) if scores else 0,
        with_text=answers.loc[written, "response_id"].nunique(),
        answers=int(written.sum()),
        promoters=int(of_group.get("promoter", 0)),
        passives=int(of_group.get("passive", 0)),
        detractors=int(of_group.get("detractor", 0)),
    )


def _watched(results: Iterator[PartResult], clock: _Clock) -> Iterator[PartResult]:
    """The results as they come, with a progress bar where somebody watches."""
    from tqdm import tqdm

    with tqdm(desc="responses", unit="", disable=None, leave=False) as bar:
        for result in results:
            bar.update(result.counts["responses"])
            yield result


def _sum(results: list[PartResult], config: Config) -> PartResult:
    """The results of all parts as one; the order of the parts changes nothing."""

    def together(frames: list[pd.DataFrame]) -> pd.DataFrame:
        return pd.concat(frames, ignore_index=True)

    counts: Counter[str] = Counter()
    for result in results:
        counts.update(result.counts)
    return PartResult(
        sum(r.rows for r in results),
        add((r.tally for r in results), list(config.survey.segments), [s.name for s in config.survey.scores]),
        together([r.voices for r in results]),
        merge((r.quotes for r in results), _QUOTES_KEPT),
        together([r.rejected for r in results]),
        add_audits(r.audit for r in results),
        counts,
    )


def _period(counted: pd.DataFrame, config: Config) -> str:
    known = sorted(counted["period"].unique())
    wanted = config.period.report
    if wanted == "latest" and known:
        return str(known[-1])
    if wanted not in known:
        raise ConfigError(f"There are no responses in the period '{wanted}'", "period.report", nearest(wanted, known))
    return wanted


def _reconciled(total: PartResult, rows: int) -> dict[str, Any]:
    """The counts of run.json. Raises RunError when rows in are not rows analysed and rows set aside."""
    out = total.rejected[total.rejected["scope"] == "row"]
    set_aside = {str(k): int(v) for k, v in sorted(out["reason"].value_counts().items())}
    if total.rows != rows:
        raise RunError(
            f"{rows} rows were found at first and {total.rows} came through",
            "",
            "Did a file change meanwhile? Run again",
        )
    cells = int((total.rejected["scope"] == "cell").sum())
    names = ("responses", "with_score", "with_text", "answers", "promoters", "passives", "detractors")
    return {
        "rows": rows,
        "rows_analysed": rows - sum(set_aside.values()),
        **{name: total.counts[name] for name in names},
        "set_aside": set_aside,
        "cells_set_aside": cells,
    }


def _for_spreadsheet(improvements: pd.DataFrame, summary: dict[str, Any]) -> pd.DataFrame:
    quotes = {i["improvement"]: " | ".join(q["text"] for q in i["quotes"]) for i in summary["improvements"]}
    return improvements.assign(quotes=improvements["improvement"].map(quotes))


def _record(
    config: Config, codebook: str, found: Any, counts: dict[str, Any], seen: Audit, period: str, clock: _Clock
) -> dict[str, Any]:
    return {
        "survey": config.survey.name,
        "period": period,
        "counts": counts,
        "audit": seen,
        "files": [
            {k: v for k, v in vars(f).items() if k != "path"} if hasattr(f, "__dict__") else str(f) for f in found.files
        ],
        "notes": list(found.notes),
        "codebook_sha256": codebook,
        "versions": {
            "python": platform.python_version(),
            **{p: version(p) for p in ("whyscore", "pandas", "spacy", "scikit-learn")},
        },
        "configuration": config.model_dump(mode="json"),
        "seconds": clock.seconds,
    }


class _Clock:
    """Times the stages and says each in one line."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._say, self._since = say, time.perf_counter()

    def stage(self, name: str, what: str) -> None:
        """Notes that the stage `name` is done, with `what` it did."""
        now = time.perf_counter()
        self.seconds[name], self._since = round(now - self._since, 3), now
        self._say(f"{name:8s} {what}  ({self.seconds[name]:.1f} s)")
