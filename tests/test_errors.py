"""Errors say what, where and what to do, wherever they are raised."""

from __future__ import annotations

import pickle

from pipeline.errors import ConfigError, InputError, nearest


def test_a_message_is_one_plain_paragraph() -> None:
    said = str(InputError("The file cannot be read", "a.csv, row 7", "Save it as UTF-8"))
    assert said == "The file cannot be read. Where: a.csv, row 7. Save it as UTF-8."


def test_errors_survive_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(ConfigError("what", "where", "do")))
    assert (type(error), str(error), error.exit_status) == (ConfigError, "what. Where: where. do.", 2)


def test_the_nearest_name_ignores_case() -> None:
    assert nearest("response id ", ["Response ID", "Country"]) == "Did you mean 'Response ID'?"
