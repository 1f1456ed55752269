# `make demo` and `make test` are all a newcomer needs; both install what they need first.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.done

.PHONY: help setup demo test check bench clean golden

help:  ## say what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/'

setup: $(SETUP)  ## make .venv with everything pinned

$(SETUP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	@echo "Installing into .venv: two or three minutes, about 2 GB on disk …"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $(SETUP)

demo: $(SETUP)  ## the monthly report of the made-up sample
	$(BIN)/whyscore run configs/monthly.toml

test: $(SETUP)  ## the fast tests
	$(BIN)/python -m pytest -q

check: $(SETUP)  ## lint, and the import contract
	$(BIN)/ruff check .
	$(BIN)/lint-imports

bench: $(SETUP)  ## the benchmarks (minutes; some need WHYSCORE_DATA)
	$(BIN)/python -m tests.benchmarks

golden: $(SETUP)  ## write the golden files anew and show what changed
	$(BIN)/python -m pytest -q tests/golden --update-golden || true
	git diff --stat -- tests/golden; git diff -- tests/golden | head -200

clean:  ## remove .venv, runs and caches
	rm -rf .venv runs .pytest_cache .hypothesis .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
