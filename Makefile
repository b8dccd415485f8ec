# Each target does what it needs first. Needed on the machine: Python 3.11 or newer, make and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
.DEFAULT_GOAL := help
.PHONY: help install packages demo test check faults bench clean
# What a few tests need beyond Python: a browser for the chat page, an office suite that turns papers into pictures.
PACKAGES := chromium libreoffice-writer libreoffice-calc poppler-utils fonts-noto-cjk
SEEN := (for tool in chromium soffice pdftoppm; do command -v $$tool >/dev/null || exit 1; done)

help:
	@echo "make demo     try the whole system on this machine, in the browser"
	@echo "make test     check and test everything"
	@echo "make install  set up .venv with the duban command"
	@echo "make packages install the browser and the office suite that a few tests use (Debian, as root)"

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

packages:
	@if $(SEEN); then exit 0; \
	elif command -v apt-get >/dev/null && test "$$(id -u)" = 0; then \
	  echo "installing $(PACKAGES)"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(PACKAGES) >/dev/null; \
	else echo "These packages are needed: $(PACKAGES). Install them as root; without them a few tests are skipped."; exit 1; fi

test: check
	@$(SEEN) || echo "Without $(PACKAGES) a few tests are skipped: see make packages"
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

# One file of it: make faults PART=test_killed.py
faults: $(READY)
	DUBAN_TEST_FAULTS=full $(BIN)/pytest tests/faults/$(PART)

bench: $(READY)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV)
