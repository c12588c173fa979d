# make run: set everything up and start the site.   make test: the tests.   Nothing else is needed on a fresh machine
# but Python 3.11 or later; README.md gives the same commands for uv, without make.

PYTHON ?= python3
BIN := .venv/bin
OUT := out
PORT ?= 8000
VENDOR := src/wenxiao/web/static/vendor
SHARED ?= ../shared
SCORE := $(SHARED)/gold/score.py
AUDIT := $(BIN)/wenxiao audit --format json {path}

# A launcher of a Python version manager may stand on PATH without a uv behind it, so ask uv itself.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)

SECONDS ?= 600
# A folder of findings that were decided on a desk, as the site exports them.
LABELS ?=

.PHONY: help setup corpus run report test test-slow test-postgres scans fuzz check format docs site picture sample bench score accuracy clean

help:
	@echo "make run     start the site with the sample district at http://127.0.0.1:$(PORT) (PORT=8001 make run)"
	@echo "make report  audit sample/: the summary here, the report in $(OUT)/report.html"
	@echo "make test    run the tests, but for the slow ones"
	@echo "make test-slow  run those: browser, killed processes, backups, random requests to the API, printed and scanned files"
	@echo "make test-postgres  run the site's tests on a real PostgreSQL, installed where it is missing"
	@echo "make fuzz    spoil files of every format and read them, SECONDS=600 long; what fails is kept in $(OUT)/fuzz"
	@echo "make check   ruff, mypy, import contract, lock file"
	@echo "make bench   speed beside other programs, reader by reader"
	@echo "make score   score against the labelled documents in $(SHARED), where present"
	@echo "make accuracy measure precision and recall: labels, sample, generated documents; writes docs/accuracy.md (minutes);"
	@echo "              LABELS=FOLDER measures what was decided on a desk too"
	@echo "make docs    write docs/rules.md, docs/grid.md and docs/corpus-tables.md again from rules and tables"
	@echo "make corpus  install what wenxiao corpus needs (some 400 MB)"
	@echo "make site    build the documentation into $(OUT)/site, links checked"
	@echo "make picture take the pictures of docs/ again (needs Chromium)"
	@echo "make sample  write the Word files of sample/ again"
	@echo "make clean   remove what these commands made"

setup: .venv/.ready $(VENDOR)/htmx.min.js

# The stamp keeps later runs off the network.
.venv/.ready: pyproject.toml uv.lock | $(filter .uv/%,$(UV))
	$(UV) sync --frozen --python '>=3.11' --extra web
	@touch $@

# The scripts that the site serves and does not write itself. Node comes from its wheel where the machine has none.
$(VENDOR)/htmx.min.js: src/wenxiao/web/assets/package-lock.json | .venv/.ready
	@if command -v npm >/dev/null 2>&1; then $(BIN)/python src/wenxiao/web/assets/build.py; \
	  else $(UV) run --frozen --no-default-groups --group assets --isolated python src/wenxiao/web/assets/build.py; fi
	@touch $@

.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is missing or older than 3.11: install Python 3.11 or later, or say PYTHON=/path/to/python3.11." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "$(PYTHON) comes without ensurepip: install the package python3-venv of this system, or uv itself." >&2; exit 1; }
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check uv

# Everything that the site keeps is in data/.
run: setup
	@PORT=$(PORT) $(BIN)/wenxiao site run --sample

# Exit code 1 of the audit means findings, and the sample has them by design.
report: setup
	@mkdir -p $(OUT)
	@$(BIN)/wenxiao audit sample --format html --output $(OUT)/report.html || [ $$? -eq 1 ]

test: corpus
	$(BIN)/python -m pytest -n 2 -m "not slow"

# The slow tests of the corpus want a cluster too.
test-slow: corpus
	$(UV) sync --frozen --inexact --extra cluster
	$(BIN)/python -m pytest -n 2 -m slow

# What many documents need; the site and the commands for single ones do without.
corpus: setup .venv/.corpus

.venv/.corpus: .venv/.ready
	$(UV) sync --frozen --inexact --extra corpus
	@touch $@

# The site's tests once more on a real PostgreSQL, which lives as long as they do; of the slow ones those in which the database matters.
test-postgres: corpus
	.ci/with-postgres $(BIN)/python -m pytest -n 2 -m "not slow or postgres" tests/web

# Text recognition of made-up scans, with the extra that it needs (some 350 MB).
scans: setup
	$(UV) sync --frozen --inexact --extra ocr
	$(BIN)/python -m pytest -m ocr tests/documents

fuzz: setup
	nice -n 19 $(BIN)/python -m tests.fuzz --seconds $(SECONDS) --out $(OUT)/fuzz

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(UV) lock --check

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: corpus
	$(BIN)/python docs/build_rules.py
	$(BIN)/python docs/build_grid.py
	$(BIN)/python docs/build_corpus.py

site: setup
	NO_MKDOCS_2_WARNING=1 $(UV) run --frozen --group docs mkdocs build --quiet
	@echo "$(OUT)/site/index.html"

picture: report
	$(BIN)/python docs/build_picture.py $(OUT)/report.html docs/report.png
	$(BIN)/python docs/build_site_picture.py docs/site.png

sample: setup
	$(BIN)/python sample/build.py

bench: setup
	$(UV) run --frozen --group bench python bench/speed.py
	$(UV) run --frozen --group bench python bench/read_docx.py
	$(UV) run --frozen --group bench python bench/read_xlsx.py
	$(UV) run --frozen --group bench python bench/read_pdf.py
	$(UV) run --frozen --group bench python bench/read_ofd.py
	$(UV) run --frozen --group bench python bench/read_word97.py
	$(UV) run --frozen --group bench python bench/read_scan.py
	$(UV) run --frozen --group bench --extra cluster python -m bench.corpus $(OUT)/corpus
	$(UV) run --frozen --group bench --extra cluster python -m bench.corpus_peers $(OUT)/corpus
	$(UV) run --frozen --group bench --extra cluster python -m bench.corpus_formats
	$(UV) run --frozen --group bench --extra corpus python -m bench.recycled

score: setup
	@if [ -f $(SCORE) ]; then \
	  python3 $(SCORE) --cmd '$(AUDIT)' --floor .ci/floors-seeds.json && \
	  python3 $(SCORE) --cmd '$(AUDIT)' --gold $(SHARED)/gold/real --docs $(SHARED)/gold/real/docs --floor .ci/floors-real.json; \
	else echo "no labelled documents at $(SHARED): nothing to score"; fi

accuracy: setup
	$(BIN)/python -m proof.accuracy --shared $(SHARED) $(if $(LABELS),--labels $(LABELS))

clean:
	rm -rf .venv .uv $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
