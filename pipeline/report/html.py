"""The report as one HTML page that carries everything it needs and asks no network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.report import change_words, driver_words, words
from pipeline.report.headline import headline

_TEMPLATES = Path(__file__).resolve().parent / "templates"
FILE = "report.html"


def render(summary: Mapping[str, Any], folder: Path) -> Path:
    """Writes report.html into `folder`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        points=words.points,
        share=words.share,
        count=words.count,
        period=words.period,
        interval=words.interval,
        marked=marked,
        people=words.people,
        score_title=words.score_title,
        score_interval=words.score_interval,
    )
    flags = summary["audit"]["flags"]
    page = environment.get_template("report.html.j2").render(
        mixed=sum(n for flag, n in flags.items() if flag.startswith("mixed:")),
        s=summary, headline=headline(summary), style=(_TEMPLATES / "report.css").read_text(encoding="utf-8"),
        trend=_trend(summary), lead=_lead(summary), drivers=driver_words, changes=change_words, words=words,
    )  # fmt: skip
    path = folder / FILE
    path.write_text(page, encoding="utf-8")
    return path


def marked(quote: Mapping[str, Any]) -> Any:
    """The text of a quote, escaped, with the words that carry its theme marked."""
    from markupsafe import Markup, escape

    text, start, end = quote["text"], quote["start"], quote["end"]
    return escape(text[:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>") + escape(text[end:])


def _lead(summary: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The row of the leading score for the whole."""
    rows = (r for r in summary["scores"] if r["score"] == summary["lead_score"] and r["segment"] is None)
    return next(rows, None)


def _trend(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The leading score by period, with the places of the marks in a drawing 600 wide and 200 high."""
    rows = [r for r in summary["trend"] if r["score"] == summary["lead_score"] and r["estimate"] is not None]
    if len(rows) < 2:
        return []
    low, high = min(r["low"] for r in rows), max(r["high"] for r in rows)
    scale = 160 / max(high - low, 1e-9)

    def y(value: float) -> float:
        return round(20 + (high - value) * scale, 1)

    step = 500 / (len(rows) - 1)
    return [
        {**r, "x": round(50 + i * step, 1), "y": y(r["estimate"]), "y_low": y(r["low"]), "y_high": y(r["high"])}
        for i, r in enumerate(rows)
    ]
