# Each target does what it needs first. Needed on the machine: Python 3.11 or newer, make and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
.DEFAULT_GOAL := help
.PHONY: help install demo test check faults bench clean

help:
	@echo "make demo     try the whole system on this machine, in the browser"
	@echo "make test     check and test everything"
	@echo "make install  set up .venv with the duban command"

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: name it with make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

install: $(READY)

demo: $(READY)
	$(BIN)/duban demo

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

test: check
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

# One file of it: make faults PART=test_killed.py
faults: $(READY)
	DUBAN_TEST_FAULTS=full $(BIN)/pytest tests/faults/$(PART)

bench: $(READY)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV)
