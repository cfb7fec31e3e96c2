# make demo    see a real model answer          make test    run every check
# make serve   a stand-in for LM Studio         make check   the quick ones, in under a minute
# make bench   measure                          make lint    the checks that run nothing
#                                               make clean   remove .venv and what was built
#
# Each makes .venv first, from the package's own metadata, and makes it up to date when the metadata changed.
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin/python
ifeq ($(OS),Windows_NT)
PYTHON := python
BIN := $(VENV)/Scripts/python.exe
endif
INSTALL := $(BIN) -m pip install --quiet --disable-pip-version-check -e
DONE := $(BIN) -c "import sys; open(sys.argv[1], 'w').close()"

.PHONY: demo test check lint bench serve clean
.DEFAULT_GOAL := demo

demo: $(VENV)/installed
	$(BIN) -m genai_py demo

serve: $(VENV)/installed
	$(BIN) -m genai_py serve

test: $(VENV)/installed-test
	$(BIN) -m pip check
	$(BIN) -m tests

check: $(VENV)/installed-test
	$(BIN) -m tests short

lint: $(VENV)/installed-test
	$(BIN) -m tests lint

bench: $(VENV)/installed-bench
	$(BIN) -m benchmarks

clean:
	$(PYTHON) -c "import pathlib, shutil; [shutil.rmtree(folder, ignore_errors=True) for pattern in ('.venv', 'build', 'dist', '*.egg-info', '.*_cache', '.hypothesis') for folder in pathlib.Path().glob(pattern)]"

# Made anew, a virtual environment whose Python is gone or was replaced is mended too.
$(VENV)/installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
ifneq ($(OS),Windows_NT)
	sh tests/system_packages.sh server
endif
	$(INSTALL) ".[embedded,cli]"
	$(DONE) $@

$(VENV)/installed-test: $(VENV)/installed
ifneq ($(OS),Windows_NT)
	PYTHON=$(BIN) sh tests/system_packages.sh tests
endif
	$(INSTALL) ".[embedded,cli,test]"
	$(DONE) $@

$(VENV)/installed-bench: $(VENV)/installed
	$(INSTALL) ".[bench]"
	$(DONE) $@
