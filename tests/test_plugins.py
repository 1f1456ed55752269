"""A name in a configuration finds its thing, built in or brought by somebody else."""

from __future__ import annotations

import sys
import types
from importlib.metadata import EntryPoint

import pytest

from pipeline import plugins
from pipeline.errors import ConfigError

BUILTIN = {"ours": "pipeline.errors:nearest"}


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="Did you mean 'ours'"):
        plugins.resolve("taggers", "our", BUILTIN)


def test_a_module_and_name_need_no_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend = types.ModuleType("pretend_tagger")
    pretend.Tagger = object()
    monkeypatch.setitem(sys.modules, "pretend_tagger", pretend)
    assert plugins.resolve("taggers", "pretend_tagger:Tagger", BUILTIN) is pretend.Tagger


def test_an_entry_point_of_another_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("theirs", "pipeline.errors:InputError", "whyscore.taggers")
    monkeypatch.setattr(plugins, "entry_points", lambda group: [point] if group == "whyscore.taggers" else [])
    assert plugins.resolve("taggers", "theirs", BUILTIN).__name__ == "InputError"


def test_what_cannot_be_loaded_says_why() -> None:
    with pytest.raises(ConfigError, match="cannot be loaded"):
        plugins.resolve("taggers", "no_such_module:Tagger", BUILTIN)
