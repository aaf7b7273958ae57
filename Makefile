# The two commands of the README are `make demo` and `make test`; both prepare what they need.
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check bench soak format clean prepare browser

demo: prepare
	$(BIN)/congress demo $(if $(filter 0,$(SERVE)),--no-serve)

test: prepare browser
	$(BIN)/pytest -n auto --maxprocesses 4

check: prepare
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

soak: prepare browser
	$(BIN)/pytest --hypothesis-profile=soak

bench: prepare
	$(BIN)/python -m tests.benchmarks $(ONLY)

format: prepare
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

prepare: .venv/.ready congress/static/dist/.ready

browser:
	@sh tests/e2e/install-browser.sh

.venv/.ready: requirements.lock pyproject.toml build_hook.py $(wildcard congress/translations/*/*/*.po)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

congress/static/dist/.ready: .venv/.ready $(wildcard frontend/*.* frontend/src/* frontend/public/*)
	$(BIN)/python build_hook.py
	touch $@

clean:
	rm -rf .venv congress/static/dist frontend/node_modules out var
