# make demo    build a graph from the sample texts and draw it
# make test    run the whole suite
# make fuzz    try the properties that the suite checks with many other examples
# make bench   score facts and time reading on annotated texts, which do not ship (SHARED=../shared)
# make bench-time  score times and figures on cases of Recognizers-Text, which do not ship either
# make bench-read  score the readers of pages, PDF and Word files on samples, which do not ship either
# make bench-build  time builds of a corpus, which does not ship either, and kill them
# make bench-view  measure the work of opening a picture of 1,000 nodes, beside pyvis's own, and large ones (needs Chromium)
# make bench-ask  time questions in a graph of a million facts, from a corpus that does not ship either
# make weights  fit the weights that ship to annotated texts, which do not ship
# make lock    renew the two requirement files (needs uv)
# make clean   remove what the other targets made

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
SEARCHED := python3.13 python3.12 python3.11 python3
# A name on the PATH may be an empty shim, so each candidate has to run.
PYTHON ?= $(shell for name in $(SEARCHED); do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export PYTHONUTF8 := 1

.PHONY: demo test fuzz bench bench-time bench-read bench-build bench-ask bench-view weights lock clean

demo: $(VENV)/.installed
	@mkdir -p $(DEMO)
	$(BIN)/zhitu build samples -o $(DEMO)/graph
	$(BIN)/zhitu view $(DEMO)/graph -o $(DEMO)/graph.html
	@echo
	@echo "The graph of the $$(ls samples/*.txt | wc -l | tr -d ' ') sample texts is in $(DEMO)/graph."
	@echo "Look at it:   open $(DEMO)/graph.html in a browser (no network needed)"
	@echo "Ask it:       $(BIN)/zhitu query $(DEMO)/graph"
	@echo "              $(BIN)/zhitu query $(DEMO)/graph --name $(QUERY)"
	@echo "Read a text:  $(BIN)/zhitu extract samples | head -n 3"

QUERY := adopted

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n logical

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n logical --hypothesis-profile=fuzz $$(grep -l "@given" tests/test_*.py)

SHARED := ../shared

bench: $(VENV)/.installed
	$(BIN)/python -m graph.bench $(SHARED)

bench-time: $(VENV)/.installed
	$(BIN)/python -m graph.timecases $(SHARED)

bench-read: $(VENV)/.installed
	$(BIN)/python -m graph.readcases $(SHARED)

bench-build: $(VENV)/.installed
	$(BIN)/python -m graph.buildcases $(SHARED)

bench-view: $(VENV)/.installed-dev
	$(BIN)/python -m graph.viewcases
	$(BIN)/python -m graph.largecases

bench-ask: $(VENV)/.installed
	$(BIN)/python -m graph.askcases $(SHARED)

weights: $(VENV)/.installed-dev
	$(BIN)/zhitu train $(SHARED)/gold/dev --texts $(SHARED)/corpus.jsonl.xz -o ontologies/weights

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "zhitu needs Python 3.11 or newer; none of $(SEARCHED) is one. Install it or say make PYTHON=/path/to/python3." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments; on Debian, apt-get install python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock:
	$(COMPILE) pyproject.toml --group build -o requirements.txt
	$(COMPILE) pyproject.toml --extra train --extra png --group build --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
