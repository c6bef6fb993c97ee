# `make` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help setup reports test test-all lab check fix look bench clean

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
SAMPLES := sawahlunto mamuju tanjungbalai wanggar
SOURCES := src tests benchmarks notebooks

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(INSTALLED) ## install everything into .venv

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)

reports: setup ## take in the four sample regions and make all reports
	@start=$$(date +%s) && \
	$(BIN)/kinerja intake $(SAMPLES) && \
	$(BIN)/kinerja run $(foreach region,$(SAMPLES),--region $(region)) && \
	echo "reports/index.html ($$(( $$(date +%s) - start )) s)"

test: check ## check the code and run the tests, slow ones sampled
	@start=$$(date +%s) && \
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" && \
	echo "tests: $$(( $$(date +%s) - start )) s"

test-all: check ## run every test, long simulations included, and print their tables
	KINERJA_TESTS=full $(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"
	KINERJA_TESTS=full $(BIN)/python -m pytest -n 2 --dist worksteal -m slow

lab: setup ## open JupyterLab
	$(BIN)/jupyter lab --notebook-dir .

check: setup ## lint, format and types
	@failed=0; \
	$(BIN)/ruff check $(SOURCES) || failed=$$((failed + 1)); \
	$(BIN)/ruff format --check $(SOURCES) || failed=$$((failed + 1)); \
	$(BIN)/mypy || failed=$$((failed + 1)); \
	echo "checks that failed: $$failed"; test $$failed -eq 0

fix: setup ## repair what can be repaired, write generated pages
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)
	git ls-files '*.ipynb' | xargs -r $(BIN)/nbstripout --keep-id
	$(BIN)/python -m analysis.schemas.dictionary

look: setup ## draw the pictures of docs/look again (LibreOffice, poppler, Chromium)
	PYTHONPATH=.:tests/lib $(BIN)/python tests/lib/look_pictures.py

bench: setup ## print speed as ratios
	@for one in benchmarks/bench_*.py; do echo "== $$one" && PYTHONPATH=. $(BIN)/python $$one || exit 1; done

clean: ## remove products of the samples and caches; your own regions stay
	rm -rf $(foreach region,$(SAMPLES),reports/$(region) data/processed/$(region))
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
