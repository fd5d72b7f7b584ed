# Two commands: `make screen` shows the library at work, `make test` checks all of it. Neither asks anything.

PYTHON ?= $(shell for p in python3.12 python3.11 python3 python3.13; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help check-tools screen test lint docs soak bench clean

help:
	@echo 'make screen   install into .venv and screen every client in examples/clients'
	@echo 'make test     install what the tests need and run the whole suite'
	@echo 'make lint     formatting, types, import direction'
	@echo 'make docs     build the documentation, warnings as errors'
	@echo 'make soak     the long runs; make bench: the timings'

check-tools:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'kaprules needs Python 3.11 or later with venv: install it (Debian: apt-get install python3 python3-venv python3-dev), or name one: make PYTHON=/path/to/python3.12' >&2; exit 1; fi
	@if $(PYTHON) -c 'import sys; sys.exit(sys.version_info >= (3, 13))' && ! command -v cc >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1; then \
		echo 'durable-rules is built from C and there is no C compiler: install one (Debian: apt-get install gcc python3-dev), or use Python 3.13, where the reference engine decides: make PYTHON=python3.13' >&2; exit 1; fi
	@if $(PYTHON) -c 'import os, sys, sysconfig; sys.exit(sys.version_info >= (3, 13) or os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))'; then \
		echo 'durable-rules is built from C and the headers of $(PYTHON) are missing: install them (Debian: apt-get install python3-dev)' >&2; exit 1; fi

.venv/made: check-tools
	@test -x $(BIN)/python || { echo 'making .venv with $(PYTHON)'; $(PYTHON) -m venv .venv; }
	@touch $@

.venv/library: setup.cfg pyproject.toml | .venv/made
	@echo 'installing kaprules into .venv'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/development: setup.cfg pyproject.toml | .venv/made
	@echo 'installing kaprules and what its checks need into .venv'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint,docs]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]' \
		|| echo 'Playwright cannot be installed here: the tests of pages in a browser are skipped' >&2
	@touch $@ .venv/library

screen: .venv/library
	@echo 'screening every client in examples/clients'
	@$(BIN)/kaprules screen --on 2026-11-23 examples/clients/*.json

test: .venv/development
	@echo 'running the tests'
	@$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/development
	@echo 'checking format, types and the direction of imports'
	@$(BIN)/ruff check kaprules tests benchmarks docs referees
	@$(BIN)/ruff format --check kaprules tests benchmarks referees
	@$(BIN)/mypy
	@$(BIN)/pyright tests/typing
	@$(BIN)/lint-imports --config setup.cfg

docs: .venv/development
	@$(BIN)/python -m sphinx -W -q -b html docs docs/_build/html

soak: .venv/development
	@KAPRULES_SOAK=1 $(BIN)/python -m pytest -m soak -s
	@KAPRULES_SOAK=1 $(BIN)/python -m pytest tests/test_laws.py

bench: .venv/development
	@$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .tox build docs/_build *.egg-info
