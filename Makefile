SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The stamp says that the environment holds what the lock file and pyproject.toml ask for.
STAMP := $(VENV)/.installed
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
UV_VERSION := 0.13.9

.PHONY: help install demo demo-hard up test test-system proofs bench lint types check lock clean

help:  ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(STAMP)  ## Make .venv with everything at the locked versions.

$(STAMP): requirements-dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	    echo "Doan needs Python 3.11 or newer, and there is no '$(PYTHON)'. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Doan needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version). Name another one: make install PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "'$(PYTHON)' cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing $$(grep -c == requirements-dev.lock) locked packages; the first time takes a minute or two"
	@# As constraints too: pip takes "the same package with extras" for another one and would look past its pin.
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.lock -c requirements-dev.lock
	@echo "Installing doan itself, editable"
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

demo: install  ## Show three delegations from request to archived report.
	$(BIN)/doan demo

demo-hard: install  ## Show one delegation to which everything happens.
	$(BIN)/doan demo-hard

up: install  ## Start Doan on this machine.
	$(BIN)/doan up

test: install  ## Run the tests that need nothing but .venv.
	$(BIN)/python -m pytest --ignore=tests/system -n auto --dist loadfile

test-system: install  ## Run the tests that need Debian's Chromium and PostgreSQL.
	@command -v chromium >/dev/null || { \
	    echo "The system tests drive Chromium, which is missing. On Debian: apt-get install chromium" >&2; exit 1; }
	@compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { \
	    echo "The system tests run PostgreSQL, which is missing. On Debian: apt-get install postgresql" >&2; exit 1; }
	$(BIN)/python -m pytest tests/system

proofs: install  ## Break everything at every point, and look for what a random delegation does wrong.
	DOAN_PROOFS=full $(BIN)/python -m pytest tests/proofs -n auto --dist loadfile

bench: install  ## Measure how fast decisions, letters and wake-ups are.
	$(BIN)/python -m benchmarks

lint: install  ## Check style, layout and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: install  ## Check the types.
	$(BIN)/mypy

check: lint types test  ## Run lint, types and test.

# Not after install: a lock file that can no longer be installed has to be replaceable.
# Pins that still fit are kept, so that a new dependency does not move all the others.
lock:  ## Work out the lock files anew (UPGRADE=1 takes newer versions too).
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	$(PYTHON) -m venv "$$work/venv"; \
	"$$work/venv/bin/python" -m pip --disable-pip-version-check install --quiet uv==$(UV_VERSION); \
	for lock in requirements-dev.lock requirements.lock; do \
	    if [ -f $$lock ]; then cp $$lock "$$work/$$lock"; fi; \
	done; \
	compile() { \
	    "$$work/venv/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	        --generate-hashes --no-annotate --no-header $(if $(UPGRADE),--upgrade) "$$@" >/dev/null; \
	}; \
	compile --group dev --output-file "$$work/requirements-dev.lock"; \
	compile --constraint "$$work/requirements-dev.lock" --output-file "$$work/requirements.lock"; \
	for lock in requirements-dev.lock requirements.lock; do \
	    { echo "# Made by 'make lock' from pyproject.toml; change that file, not this one."; \
	      grep -v '^#' "$$work/$$lock"; } > "$$work/new"; \
	    cp "$$work/new" $$lock; \
	    echo "$$lock: $$(grep -c == $$lock) packages"; \
	done

clean:  ## Remove .venv and everything the tools made; cases are left alone.
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
