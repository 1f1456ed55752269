"""The commands, thin: what they do is in the package."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from pipeline.errors import ConfigError, InputError, WhyscoreError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit status: 0 done, 1 failed, 2 wrong command or configuration."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        return options.do(options) or 0
    except WhyscoreError as error:
        if options.debug:
            raise
        print(f"whyscore: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("whyscore: interrupted; nothing was left half written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        if options.debug:
            raise
        print(
            f"whyscore: something unforeseen went wrong ({type(error).__name__}). This is a fault of the program; "
            "run it again with --debug and report what it prints",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument("--debug", action="store_true", help="show the traceback of an error")
    everywhere.add_argument("--quiet", action="store_true", help="say nothing but errors and the result")
    parser = argparse.ArgumentParser(
        prog="whyscore", parents=[everywhere],
        description="Why did they give us that score, and what should we mend first?",
    )  # fmt: skip
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: Callable, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help, parents=[everywhere])
        added.set_defaults(do=do)
        return added

    init = command("init", _init, "look at exports and write a configuration")
    init.add_argument("exports", nargs="*", type=Path, metavar="EXPORT")
    init.add_argument("--output", type=Path, default=Path("whyscore.toml"), metavar="FILE")
    init.add_argument("--force", action="store_true", help="overwrite an existing configuration")
    init.add_argument("--reference", action="store_true", help="print every key of a configuration and exit")

    check = command("check", _check, "read and reconcile everything, analyse nothing")
    run = command("run", _run, "the monthly run: from files to a report")
    run.add_argument("--out", type=Path, metavar="DIR", help="run folder (default: a folder for the period)")
    run.add_argument("--engine", metavar="NAME", help="where parts are worked on")
    for job in (check, run):
        job.add_argument("config", type=Path, metavar="CONFIG")
    for name, do, help in (
        ("detect", _detect, "language of each text: a line in, a JSON object out"),
        ("redact", _redact, "personal data removed from each text"),
        ("tag", _tag, "themes, friction points and wishes of each text"),
    ):
        filter = command(name, do, help)
        filter.add_argument("file", nargs="?", metavar="FILE", help="a text a line, or JSONL; left out, standard input")
        filter.add_argument(
            "--set", action="append", default=[], metavar="KEY=VALUE", help="set a key of the configuration"
        )
    for job in (check, run):
        job.add_argument(
            "--set", action="append", default=[], metavar="KEY=VALUE", help="set a key of the configuration"
        )

    report = command("report", _report, "render the report of a finished run again")
    report.add_argument("run", type=Path, metavar="RUN")
    command("doctor", _doctor, "what is installed, which models, what is missing")
    return parser


def _sayer(options: argparse.Namespace) -> Callable[[str], None]:
    return (lambda line: None) if options.quiet else (lambda line: print(line, file=sys.stderr))


def _init(options: argparse.Namespace) -> int:
    if options.reference:
        from pipeline.config import reference

        print(reference(), end="")
        return 0
    from pipeline.read import guess

    if not options.exports:
        raise ConfigError("Name the export to look at", "", "whyscore init EXPORT, or whyscore init --reference")
    for export in options.exports:
        if not export.exists():
            raise InputError("There is no such file", str(export))
    if options.output.exists() and not options.force:
        raise ConfigError(
            "The configuration exists already", str(options.output), "Give --force to overwrite it, or another --output"
        )
    found = guess(options.exports, relative_to=options.output.resolve().parent)
    try:
        options.output.write_text(found.toml, encoding="utf-8")
    except OSError as error:
        raise InputError("The configuration cannot be written", str(options.output), str(error.strerror)) from error
    say = _sayer(options)
    for note in found.notes:
        say(note)
    print(f"Wrote {options.output}. Read it, then: whyscore check {options.output}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from pipeline.checking import check
    from pipeline.config import load_config

    print(check(load_config(options.config, options.set)))
    return 0


def _run(options: argparse.Namespace) -> int:
    from pipeline.config import load_config
    from pipeline.flow import run

    changes = [*options.set, *([f"run.engine={options.engine}"] if options.engine else [])]
    done = run(load_config(options.config, changes), options.out, _sayer(options))
    _print_reconciliation(done.record["counts"], _sayer(options))
    print(done.report if done.report.exists() else done.folder)
    return 0


def _print_reconciliation(counts: dict[str, Any], say: Callable[[str], None]) -> None:
    aside = sum(counts["set_aside"].values())
    reasons = "; ".join(f"{reason}: {n}" for reason, n in counts["set_aside"].items())
    say(
        f"{counts['rows']} rows = {counts['rows_analysed']} analysed + {aside} set aside{f' ({reasons})' if reasons else ''}"
    )
    if counts["cells_set_aside"]:
        say(f"single values set aside: {counts['cells_set_aside']} (listed in rejected.csv)")


def _detect(options: argparse.Namespace) -> int:
    from pipeline.texts import detect_lines

    return _filter(options, detect_lines)


def _redact(options: argparse.Namespace) -> int:
    from pipeline.texts import redact_lines

    return _filter(options, redact_lines)


def _tag(options: argparse.Namespace) -> int:
    from pipeline.texts import tag_lines

    return _filter(options, tag_lines)


def _filter(options: argparse.Namespace, work: Callable[..., Iterable[dict]]) -> int:
    with _opened(options.file) as lines:
        for answer in work(_given(lines, options.file or "standard input"), options.set):
            print(json.dumps(answer, ensure_ascii=False))
    return 0


def _opened(file: str | None) -> TextIO:
    if file is None or file == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
        return sys.stdin
    try:
        return open(file, encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise InputError("The file cannot be read", file, str(error.strerror)) from error


def _given(lines: Iterable[str], where: str) -> Iterator[dict[str, Any]]:
    """Each line as an object with `text`: a line that is a JSON object is taken as one, any other as the text."""
    for number, line in enumerate(lines, start=1):
        line = line.rstrip("\r\n")
        if not line.lstrip().startswith("{"):
            yield {"text": line}
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError:
            yield {"text": line}
            continue
        if not isinstance(item.get("text"), str):
            raise InputError("The object has no text", f"{where}, line {number}", 'Write it as {"text": "…"}')
        yield item


def _report(options: argparse.Namespace) -> int:
    from pipeline.report import report
    from pipeline.run_folder import open_run

    done = open_run(options.run)
    formats = done.record["configuration"]["report"]["formats"]
    for path in report(done.summary, formats, done.folder):
        print(path)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from pipeline.doctor import examine

    lines, well = examine()
    print("\n".join(lines))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
