# Everything a checkout needs. `make run` and `make test` set themselves up on their first call.

PYTHON ?= $(shell for python in python3.11 python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$python"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
SCENARIO ?= room-six
WORKERS ?= 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-ray check format bench clean moved

help:
	@echo 'make run     play $(SCENARIO) with mocked models (SCENARIO=..., ARGS="--seed 7")'
	@echo 'make test    the whole gate: style, types, layers, tests'
	@echo 'make check   the gate without the tests'
	@echo 'make test-ray  the tests of the engine on Ray, in an environment of its own (300 MB)'
	@echo 'make format  sort imports and format the code'
	@echo 'make bench   measure (ARGS=...)'
	@echo 'make clean   remove the virtual environment, caches and built packages; runs/ stays'

run: $(READY)
	@$(BIN)/roomsix run $(SCENARIO) $(ARGS)

test: check
	@echo '== tests'
	@$(BIN)/python -m pytest -n $(WORKERS) -q $(ARGS)

# Ray is a quarter of a gigabyte, so it is not among what every checkout installs.
test-ray: $(READY)
	@[ -x $(VENV)/ray/bin/python ] || "$(PYTHON)" -m venv $(VENV)/ray
	@pip='$(VENV)/ray/bin/python -m pip --disable-pip-version-check --quiet --quiet'; \
	$$pip install --constraint constraints.txt pip hatchling editables && \
	$$pip install --constraint constraints.txt --no-build-isolation --editable '.[ray]' --group dev
	@$(VENV)/ray/bin/python -m pytest -n 0 -q tests/evaluation/test_engines.py -k ray $(ARGS)

check: $(READY)
	@echo '== style (ruff check)'
	@$(BIN)/ruff check --quiet .
	@echo '== format (ruff format --check)'
	@$(BIN)/ruff format --check --quiet . || { echo 'not formatted; `make format` mends it' >&2; exit 1; }
	@echo '== types (mypy)'
	@$(BIN)/mypy
	@echo '== layers (lint-imports)'
	@$(BIN)/lint-imports --no-logo

format: $(READY)
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: $(READY)
	@$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find agents tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The stamp is written last, so an interrupted set-up is done again, and it names the folder it was
# made in: an environment that was copied or moved along with its checkout would run the old one.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): moved
endif

$(READY): pyproject.toml constraints.txt
	@python='$(PYTHON)'; \
	[ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "roomsix needs Python 3.11 or newer; $${python:-python3} is not (make PYTHON=/path/to/python3.11)" >&2; \
	    exit 1; }; \
	echo 'setting up $(VENV) (the first time takes about a minute)'; \
	if [ "$$(cat $(READY) 2>/dev/null)" != '$(CURDIR)' ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    "$$python" -m venv --clear $(VENV) || { \
	        echo "$$python cannot make a virtual environment; on Debian and Ubuntu install python3-venv" >&2; \
	        exit 1; }; \
	fi; \
	$(PIP) install --constraint constraints.txt pip hatchling editables && \
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable . --group dev && \
	printf '%s\n' '$(CURDIR)' > $@
