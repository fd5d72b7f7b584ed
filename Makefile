# Two commands: `make screen` shows the library at work, `make test` checks all of it. Neither asks anything.
# What they install is locked in requirements/, each version with its hashes.

PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
TESTS ?=
UPGRADE ?=
override BIN := $(VENV)/bin
override LOCKS := setup.cfg pyproject.toml $(wildcard requirements/*.txt) requirements/__main__.py

.DEFAULT_GOAL := help
.PHONY: help check-tools screen test lint docs soak bench lock lock-check latest clean

help:
	@echo 'make screen      install into .venv and screen every client in examples/clients'
	@echo 'make test        install what the tests need and run the whole suite; some of it: make test TESTS="tests/cli/test_cli.py"'
	@echo 'make lint        formatting, types, import direction, and whether the locks go with setup.cfg'
	@echo 'make docs        build the documentation, warnings as errors'
	@echo 'make lock        write the locks of setup.cfg anew; with the newest of everything: make lock UPGRADE=--upgrade'
	@echo 'make lock-check  say whether make lock would change anything'
	@echo 'make latest      install the newest of everything into .venv-latest, and say what breaks'
	@echo 'make soak        the long runs; make bench: the timings'
	@echo 'PYTHON=... names the Python, VENV=... the folder that it is installed into'

check-tools:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'kaprules needs Python 3.11 or later with venv: install it (Debian: apt-get install python3 python3-venv python3-dev), or name one: make PYTHON=/path/to/python3.12' >&2; exit 1; fi
	@if ! command -v cc >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1; then \
		echo 'durable-rules is built from C and there is no C compiler: install one (Debian: apt-get install gcc python3-dev)' >&2; exit 1; fi
	@if $(PYTHON) -c 'import os, sys, sysconfig; sys.exit(os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))'; then \
		echo 'durable-rules is built from C and the headers of $(PYTHON) are missing: install them (Debian: apt-get install python3-dev)' >&2; exit 1; fi

$(VENV)/made: | check-tools
	@test -x $(BIN)/python || { echo 'making $(VENV) with $(PYTHON)'; $(PYTHON) -m venv $(VENV); }
	@touch $@

$(VENV)/library: $(LOCKS) | $(VENV)/made
	@echo 'installing kaprules into $(VENV)'
	@$(BIN)/python -m requirements install durable library
	@touch $@

$(VENV)/development: $(LOCKS) | $(VENV)/made
	@echo 'installing kaprules and what its checks need into $(VENV)'
	@$(BIN)/python -m requirements install durable development
	@$(BIN)/python -m requirements install browser \
		|| echo 'Playwright cannot be installed here: the tests of pages in a browser are skipped' >&2
	@touch $(VENV)/library $@

screen: $(VENV)/library
	@$(BIN)/kaprules screen --on 2026-11-23 --format table examples/clients/*.json
	@echo
	@$(BIN)/kaprules screen --on 2026-11-23 examples/clients/04-excluded-by-one-finding.json
	@echo 'The others: $(BIN)/kaprules screen --on 2026-11-23 examples/clients/*.json'
	@echo 'Every command: $(BIN)/kaprules --help'

test: $(VENV)/development
	@echo 'running the tests'
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS)

lint: $(VENV)/development
	@echo 'checking format, types, the direction of imports and the locks'
	@$(BIN)/python -m requirements check
	@$(BIN)/ruff check kaprules tests benchmarks docs cross_checks requirements
	@$(BIN)/ruff format --check kaprules tests benchmarks cross_checks requirements
	@$(BIN)/mypy
	@$(BIN)/pyright tests/typing
	@$(BIN)/lint-imports

docs: $(VENV)/development
	@$(BIN)/python -m sphinx -W -q -b html docs docs/_build/html

soak: $(VENV)/development
	@$(BIN)/python -m requirements install soak
	@KAPRULES_SOAK=1 $(BIN)/python -m pytest -m soak -s
	@KAPRULES_SOAK=1 $(BIN)/python -m pytest tests/test_laws.py

bench: $(VENV)/development
	@$(BIN)/python -m benchmarks

lock lock-check: $(VENV)/made
	@$(BIN)/python -m requirements install lock
	@$(BIN)/python -m requirements $(if $(filter lock,$@),write $(UPGRADE),compare)

latest: check-tools
	@rm -rf .venv-latest && $(PYTHON) -m venv .venv-latest
	@echo 'installing the newest of everything into .venv-latest'
	@.venv-latest/bin/python -m requirements latest
	@touch .venv-latest/made .venv-latest/library .venv-latest/development
	@$(MAKE) --keep-going VENV=.venv-latest lint docs test

clean:
	rm -rf .venv .venv-* .tox build docs/_build *.egg-info
