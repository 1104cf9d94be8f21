# An Sinh. `make help` lists what there is; each target sets up what it needs, and only when it changed.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PORT ?= 8000
# Where the environment forbids Python to keep what it compiled, each process that starts compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE
ifeq ($(strip $(DATABASE_URL)),)
export DEMO ?= 1
endif

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check lint types house bench fuzz assets messages browser java clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*##/\t/' | expand -t 12

setup: .venv/.stamp assets src/ansinh/locale/en/LC_MESSAGES/django.mo ## everything that running needs

run: setup ## serve on http://127.0.0.1:8000 (PORT= changes it) until Ctrl-C
	@exec $(BIN)/ansinh serve

demo: setup ## replay the whole chain in the terminal
	@$(BIN)/ansinh demo

test: setup browser java ## the whole suite, browser tests included
	@$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

check: lint types house test ## lint, types, house rules, tests

lint: .venv/.stamp ## ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/.stamp ## mypy
	@$(BIN)/mypy

house: .venv/.stamp ## import contracts
	@$(BIN)/lint-imports

bench: setup ## the table of measurements
	@$(BIN)/python -m bench

fuzz: setup ## random requests and random cases, longer than the suite has time for
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-600} $(BIN)/pytest -n 2 --dist loadgroup tests --hypothesis-profile=long -k "property or random or any_sequence"

messages: .venv/.stamp ## find texts of the pages and add what has no English yet
	@$(BIN)/python -m ansinh.config.messages extract

assets: .venv/.stamp ## style sheet, scripts and fonts, from locked packages
	@$(BIN)/python frontend/build.py

browser: .venv/.stamp ## Chromium for the browser tests
	@$(BIN)/python tests/chromium.py >/dev/null 2>&1 || sh tests/get-chromium.sh
	@$(BIN)/python tests/chromium.py >/dev/null

java: ## Java for the tests of the Spark engine, and the checker of archived papers
	@sh tests/get-java.sh
	@sh tests/get-preflight.sh

src/ansinh/locale/en/LC_MESSAGES/django.mo: src/ansinh/locale/en/LC_MESSAGES/django.po .venv/.stamp
	@$(BIN)/python -m ansinh.config.messages compile
	@touch $@

.venv/.stamp: requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "An Sinh needs Python 3.11 or later; set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv || { echo 'No venv module: as root run `apt-get install python3-venv`, then again.' >&2; exit 1; }
	@echo 'Installing packages (requirements.lock) ...'
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	@touch $@

clean: ## remove what tests and builds left; data in var/pg stays
	@rm -rf /dev/shm/ansinh-tests-$$(printf %s "$(CURDIR)" | sha256sum | cut -c1-12) \
	     var/test var/static var/static.stamp .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist
