"""What is installed, which models and files ship, and what is missing."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.errors import WhyscoreError
from pipeline.shipped import folder

_NEEDED = ("pandas", "pyarrow", "spacy", "scikit-learn", "sentence-transformers", "langdetect", "statsmodels", "phonenumbers",
           "python-stdnum", "openpyxl", "ftfy", "jinja2", "pydantic")  # fmt: skip
_OPTIONAL = {"lingua-language-detector": 'detect.detector = "lingua"'}


def examine() -> tuple[list[str], bool]:
    """The findings, a line each, and whether all is well."""
    lines = [f"whyscore {_version('whyscore') or 'not installed'}, Python {platform.python_version()}"]
    missing = [name for name in _NEEDED if _version(name) is None]
    lines += [f"  {name} {_version(name) or 'MISSING: run make setup, or pip install ' + name}" for name in _NEEDED]
    for name, use in _OPTIONAL.items():
        lines.append(f"  {name} {_version(name) or f'not installed (only for {use})'}")
    lines.append(f"Models in {folder('models')}")
    models = sorted(p for p in folder("models").glob("*") if p.is_dir())
    lines += [f"  {model.name}: {_digest(model)}" for model in models] or ["  none found"]
    codebook, well = _codebook()
    lines += [codebook, f"Sample to try: whyscore run {folder('configs') / 'monthly.toml'}"]
    return lines, well and not missing


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _digest(model: Path) -> str:
    whole = hashlib.sha256()
    size = 0
    for path in sorted(p for p in model.rglob("*") if p.is_file()):
        content = path.read_bytes()
        size += len(content)
        whole.update(content)
    return f"{size / 1e6:.1f} MB, sha256 {whole.hexdigest()[:16]}…"


def _codebook() -> tuple[str, bool]:
    from pipeline.codebook import load_codebook

    try:
        book = load_codebook()
    except WhyscoreError as error:
        return f"Codebook: {error}", False
    return (
        f"Codebook {book.name} {book.version}: {len(book.themes)} themes, {len(book.frictions)} friction points",
        True,
    )
