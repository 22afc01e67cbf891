# Xuke: everything a person or a CI service runs. `make help` lists the targets.

PYTHON ?= python3
UV_VERSION := 0.13.9
WORKERS ?= 2

# Windows keeps a virtual environment's programs elsewhere.
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
UV := .uv/$(BIN)/uv
VENV := .venv/$(BIN)
READY := .venv/.ready

# Jupyter refuses to serve as root, as in a container, unless told.
AS_ROOT := $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)

# Without this, uv would fetch a Python of its own where PYTHON is none that Xuke runs on.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv

.PHONY: help setup run test lint unit notebooks-check notebooks lab bench clean
.DEFAULT_GOAL := help

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make or update .venv, and nothing when it is up to date

$(READY): pyproject.toml uv.lock Makefile
	@echo "== setting up .venv: a minute or two the first time"
	@$(UV) --version 2>/dev/null | grep -q " $(UV_VERSION)" || \
		{ $(PYTHON) -m venv --clear .uv && .uv/$(BIN)/python -m pip install --quiet uv==$(UV_VERSION); }
	@# Bytecode is compiled here, once: else every process of a batch would compile for itself.
	@$(UV) sync --frozen --all-extras --compile-bytecode --python $(PYTHON) --quiet
	@$(VENV)/python -m compileall -q lib
	@touch $(READY)

run: $(READY) ## run the report of every district and year that has figures into outputs/
	@echo "== running the reports; a second run makes only what has changed"
	@$(VENV)/xuke run --workers $(WORKERS)

test: lint unit notebooks-check ## check everything: style, types, imports, tests, notebooks

lint: $(READY) ## style, types, and the one direction of imports
	@echo "== style, types, imports"
	@$(VENV)/ruff check --quiet . && $(VENV)/ruff format --check --quiet .
	@$(VENV)/mypy
	@$(VENV)/lint-imports --no-cache | tail -n 4

unit: $(READY) ## the tests; those of pages run where a Chromium is found
	@echo "== tests"
	@$(VENV)/pytest -n $(WORKERS) --dist loadfile -q tests

notebooks-check: $(READY) ## the committed notebooks, cell by cell against their outputs
	@echo "== notebooks"
	@$(VENV)/pytest -q --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg \
		-p nbval_images -n $(WORKERS) --dist loadfile notebooks

notebooks: $(READY) ## execute the committed notebooks anew, in place
	@$(VENV)/python tests/execute_notebooks.py

lab: $(READY) ## JupyterLab on notebooks/
	@$(VENV)/jupyter lab --notebook-dir notebooks $(AS_ROOT)

bench: $(READY) ## benchmarks: ratios within one run, no assertions on time
	@for file in tests/benchmarks/bench_*.py; do echo "== $$file"; $(VENV)/python $$file; done

clean: ## remove what can be made again: environments, caches, outputs
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find outputs -mindepth 1 ! -name .gitkeep -delete
