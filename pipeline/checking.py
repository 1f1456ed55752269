"""The command check: everything is read and reconciled, nothing is analysed."""

from __future__ import annotations

from collections import Counter

from pipeline.config import Config
from pipeline.read import parts, read, scan


def check(config: Config) -> str:
    """What a run would read and what it would set aside, in lines."""
    found = scan(config)
    lines = [sentence for file in found.files for sentence in (f"{file.name}:", *(f"  {s}" for s in file.seen))]
    lines += [f"note: {note}" for note in found.notes]
    aside: Counter[str] = Counter()
    cells, responses, answers = 0, 0, 0
    for part in parts(found, config.run.part_size):
        done = read(part, config.survey, config.period)
        rows = done.rejected[done.rejected["scope"] == "row"]
        aside.update(rows["reason"].tolist())
        cells += len(done.rejected) - len(rows)
        responses += done.answers["response_id"].nunique()
        answers += int((done.answers["text"] != "").sum())
    out = sum(aside.values())
    lines.append(f"{found.rows} rows = {found.rows - out} to analyse + {out} to set aside")
    lines += [f"  {reason}: {n}" for reason, n in sorted(aside.items())]
    if cells:
        lines.append(f"  single values set aside: {cells}")
    lines.append(f"{responses} responses with {answers} answers")
    return "\n".join(lines)
