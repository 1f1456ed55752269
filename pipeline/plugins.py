"""From a name in a configuration to the thing that it names.

A plug-in is a built-in name, a name that an installed package offers as an entry point of the group
(`whyscore.detectors`, `whyscore.taggers`, …), or `module:name`. Nothing registers itself by being imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from pipeline.errors import ConfigError, nearest


def resolve(group: str, name: str, builtin: Mapping[str, str]) -> Any:
    """The object called `name` in `group`, such as `detectors`; `builtin` maps names to `module:attribute`.

    Raises ConfigError, listing the known names, when there is none.
    """
    if name in builtin:
        return _load(builtin[name], group)
    offered = {point.name: point for point in entry_points(group=f"whyscore.{group}")}
    if name in offered:
        return offered[name].load()
    if ":" in name:
        return _load(name, group)
    raise ConfigError(f"There is no '{name}' among the {group}", "", nearest(name, [*builtin, *sorted(offered)]))


def _load(reference: str, group: str) -> Any:
    module, _, attribute = reference.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"'{reference}' among the {group} cannot be loaded", "", str(error)) from error
