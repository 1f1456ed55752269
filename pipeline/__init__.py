"""whyscore: why did they give us that score, and what should we mend first?

    import pipeline
    done = pipeline.run(pipeline.load_config("configs/monthly.toml"))
    done.table("themes")

Importing the package loads none of the heavy libraries; each name loads what it needs when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.codebook import load_codebook
    from pipeline.config import load_config
    from pipeline.flow import run
    from pipeline.run_folder import open_run
    from pipeline.texts import analyse

__all__ = ["analyse", "load_codebook", "load_config", "open_run", "run"]

_HOMES = {
    "analyse": "pipeline.texts",
    "load_codebook": "pipeline.codebook",
    "load_config": "pipeline.config",
    "open_run": "pipeline.run_folder",
    "run": "pipeline.flow",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
