SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
DATABASES ?= one
VENV := .venv
BIN := $(VENV)/bin
# A stamp says that the environment holds what a lock file and pyproject.toml ask for.
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKS := requirements-dev.lock requirements.lock requirements-uv.lock

.PHONY: help install install-dev demo demo-hard up test test-system proofs bench bench-web lint types dependencies \
    audit sbom check lock clean

help:  ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Where the tools for changing Doan are, they stay.
install: $(if $(wildcard $(DEV_STAMP)),$(DEV_STAMP),$(STAMP))  ## Make .venv with what Doan runs on, at the locked versions.

install-dev: $(DEV_STAMP)  ## Make .venv with what Doan is changed and tested with, too.

$(STAMP): requirements.lock pyproject.toml
	$(call make_venv,requirements.lock)

$(DEV_STAMP): requirements-dev.lock pyproject.toml
	$(call make_venv,requirements-dev.lock)

# Made anew each time, so that nothing is left in it that its lock file no longer names.
define make_venv
	@command -v $(PYTHON) >/dev/null || { \
	    echo "Doan needs Python 3.11 or newer, and there is no '$(PYTHON)'. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Doan needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version). Name another one: make install PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "'$(PYTHON)' cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the $$(grep -c == $(1)) packages of $(1); the first time takes a minute or two"
	@# As constraints too: pip takes "the same package with extras" for another one and would look past its pin.
	@$(PIP_INSTALL) --require-hashes -r $(1) -c $(1)
	@echo "Installing doan itself, editable"
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
endef

demo: install  ## Show three delegations from request to archived report.
	$(BIN)/doan demo

demo-hard: install  ## Show one delegation to which everything happens.
	$(BIN)/doan demo-hard

up: install  ## Start a Doan to try by hand: its mail is caught, a new folder plays in July 2020.
	$(BIN)/doan up --demo

test: install-dev  ## Run the tests that need nothing but .venv (DATABASES=both: all of them on both).
	TEST_DATABASES=$(DATABASES) $(BIN)/python -m pytest --ignore=tests/system -n auto --dist loadfile

test-system: install-dev  ## Run the tests that need Debian's Chromium, PostgreSQL, Postfix, Dovecot, SpamAssassin, nginx.
	@command -v chromium >/dev/null || { \
	    echo "The system tests drive Chromium, which is missing. On Debian: apt-get install chromium" >&2; exit 1; }
	@compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { \
	    echo "The system tests run PostgreSQL, which is missing. On Debian: apt-get install postgresql" >&2; exit 1; }
	@test -x /usr/sbin/postfix || { \
	    echo "The system tests run Postfix, which is missing. On Debian: apt-get install postfix" >&2; exit 1; }
	@test -x /usr/lib/dovecot/imap -a -x /usr/lib/dovecot/lmtp || { \
	    echo "The system tests run Dovecot, which is missing. On Debian: apt-get install dovecot-imapd dovecot-lmtpd" >&2; exit 1; }
	@command -v spamassassin >/dev/null || { \
	    echo "The system tests run SpamAssassin, which is missing. On Debian: apt-get install spamassassin" >&2; exit 1; }
	@test -x /usr/sbin/nginx || { \
	    echo "The system tests run nginx, which is missing. On Debian: apt-get install nginx-light" >&2; exit 1; }
	@command -v systemd-analyze >/dev/null || { \
	    echo "The system tests read units with systemd-analyze, which is missing. On Debian: apt-get install systemd" >&2; exit 1; }
	$(BIN)/python -m pytest tests/system

proofs: install-dev  ## Break everything at every point, and look for what a random delegation does wrong.
	DOAN_PROOFS=full $(BIN)/python -m pytest tests/proofs -n auto --dist loadfile

bench: install-dev  ## Measure how fast decisions, letters and wake-ups are.
	$(BIN)/python -m benchmarks

bench-web: install-dev  ## Measure the pages with fifty people at once, on PostgreSQL.
	$(BIN)/python -m benchmarks.web

lint: install-dev  ## Check style, layout and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: install-dev  ## Check the types.
	$(BIN)/mypy

dependencies: install-dev  ## Check what Doan stands on: locked, asked for, installed, licensed, not refused.
	$(BIN)/python -m dependencies

audit: install-dev  ## The same, failing too where pip's index or the service of known weaknesses is silent.
	$(BIN)/python -m dependencies --all-have-to-answer

sbom: install-dev  ## Write sbom.cdx.json: everything in requirements.lock, with its hashes (CycloneDX).
	$(BIN)/python -m dependencies.sbom requirements.lock sbom.cdx.json

check: lint types dependencies test  ## Run lint, types, dependencies and test.

# Not after install: a lock file that can no longer be installed has to be replaceable.
# Pins that still fit are kept, so that a new dependency does not move all the others.
lock:  ## Work out the lock files anew (UPGRADE=1 takes newer versions too).
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	$(PYTHON) -m venv "$$work/venv"; \
	"$$work/venv/bin/python" -m pip --disable-pip-version-check install --quiet \
	    --require-hashes -r requirements-uv.lock; \
	for lock in $(LOCKS); do \
	    if [ -f $$lock ]; then cp $$lock "$$work/$$lock"; fi; \
	done; \
	compile() { \
	    "$$work/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 \
	        --generate-hashes --no-annotate --no-header $(if $(UPGRADE),--upgrade) "$$@" >/dev/null; \
	}; \
	compile pyproject.toml --group dev --output-file "$$work/requirements-dev.lock"; \
	compile pyproject.toml --group build --constraint "$$work/requirements-dev.lock" \
	    --output-file "$$work/requirements.lock"; \
	compile --group lock --output-file "$$work/requirements-uv.lock"; \
	for lock in $(LOCKS); do \
	    { echo "# Made by 'make lock' from pyproject.toml; change that file, not this one."; \
	      grep -v '^#' "$$work/$$lock"; } > "$$work/new"; \
	    cp "$$work/new" $$lock; \
	    echo "$$lock: $$(grep -c == $$lock) packages"; \
	done

clean:  ## Remove .venv and everything the tools made; cases are left alone.
	rm -rf $(VENV) build dist *.egg-info sbom.cdx.json .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
