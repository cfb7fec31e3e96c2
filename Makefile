# make demo    see a real model answer          make test    run every check
# make serve   a stand-in for LM Studio         make lint    the checks that run nothing
# make bench   measure                          make clean   remove .venv and what was built
#
# Each makes .venv first, from the package's own metadata, and makes it up to date when the metadata changed.
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv/bin/python
ifeq ($(OS),Windows_NT)
PYTHON := python
VENV := .venv/Scripts/python.exe
endif
INSTALL := $(VENV) -m pip install --quiet --disable-pip-version-check -e
DONE := $(VENV) -c "import sys; open(sys.argv[1], 'w').close()"

.PHONY: demo test lint bench serve clean
.DEFAULT_GOAL := demo

demo: .venv/installed
	$(VENV) -m genai_py demo

serve: .venv/installed
	$(VENV) -m genai_py serve

test: .venv/installed-test
	$(VENV) -m tests

lint: .venv/installed-test
	$(VENV) -m tests lint

bench: .venv/installed-bench
	$(VENV) -m benchmarks

clean:
	$(PYTHON) -c "import pathlib, shutil; [shutil.rmtree(folder, ignore_errors=True) for pattern in ('.venv', 'build', 'dist', '*.egg-info', '.*_cache', '.hypothesis') for folder in pathlib.Path().glob(pattern)]"

# Made anew, a .venv whose Python is gone or was replaced is mended too.
.venv/installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv .venv
	$(INSTALL) ".[embedded,cli]"
	$(DONE) $@

.venv/installed-test: .venv/installed
	$(INSTALL) ".[embedded,cli,test]"
	$(DONE) $@

.venv/installed-bench: .venv/installed
	$(INSTALL) ".[bench]"
	$(DONE) $@
