# What can be done here: `make help`. Needs Python 3.11 or newer and nothing else.

HOST ?= 127.0.0.1
PORT ?= 8000
VENV ?= .venv
# TORCH=1 installs PyTorch too, which the core's results are then compared with.
TORCH ?=

PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install -qq --disable-pip-version-check --constraint requirements-dev.lock
# Node.js: the machine's own, or the one that is installed into the virtual environment.
NODE_PATH_PREFIX := PATH="$$PATH:$(CURDIR)/$(VENV)/bin"

# Installed for running, for testing, with PyTorch; what builds and checks the pages.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
ORACLE := $(VENV)/.installed-torch
NODE := node_modules/.installed
# What the pages are built into.
PAGES := static/dist/manifest.json

DEV_TOOLS := $(DEV) $(NODE)
ifneq ($(TORCH),)
DEV_TOOLS += $(ORACLE)
endif

CHECKED = $(wildcard rnn_core app tests benchmarks hatch_build.py)

# Without it, each worker of the tests and each server that they start compiles every module again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run dev build test test-fast check check-python check-js types test-python test-js browser format screenshots bench table wheel lock clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 | \2/p' Makefile | awk -F '|' '{ printf "%-18s%s\n", $$1, $$2 }'

run: $(RUN) $(PAGES) ## serve the page on http://127.0.0.1:8000 (PORT=, HOST= change it)
	@exec $(VENV)/bin/rnn-explainer --host "$(HOST)" --port "$(PORT)"

dev: $(RUN) $(PAGES) ## serve, and build the pages anew whenever their source changes
	@$(NODE_PATH_PREFIX); export PATH; node static/build.mjs --watch & \
	trap "kill $$!" EXIT; $(VENV)/bin/rnn-explainer --host "$(HOST)" --port "$(PORT)"

build: $(PAGES) ## build the pages into static/dist

test: check test-python test-js ## all checks and tests (TORCH=1: compare with PyTorch too)

test-fast: $(DEV_TOOLS) $(PAGES) test-js ## what one runs while working: no browser, nothing that takes seconds
	$(PYTHON) -m pytest -n auto --dist worksteal -m "not browser and not slow"

check: check-python check-js ## lint, format and types only

check-python: $(DEV)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy $(CHECKED)

check-js: types
	$(NODE_PATH_PREFIX) node node_modules/@biomejs/biome/bin/biome check .
	$(NODE_PATH_PREFIX) node node_modules/typescript/bin/tsc --project .
	$(NODE_PATH_PREFIX) node node_modules/typescript/bin/tsc --project tests/js

types: $(RUN) $(NODE) ## generate the types of the API's answers from its OpenAPI document
	@mkdir -p build
	@$(PYTHON) -c 'import json; from app.main import create_app; print(json.dumps(create_app().openapi()))' \
		> build/openapi.json
	@$(NODE_PATH_PREFIX) node node_modules/openapi-typescript/bin/cli.js build/openapi.json \
		--default-non-nullable=false --output static/src/model/schema.d.ts

test-python: $(DEV_TOOLS) $(PAGES) browser
	$(PYTHON) -m pytest -n auto --dist worksteal

test-js: $(NODE)
	@rm -rf build/tests
	$(NODE_PATH_PREFIX) node static/build.mjs --tests
	$(NODE_PATH_PREFIX) node --test build/tests/*.test.mjs

browser: $(DEV) ## make sure there is a Chromium for the browser tests
	@$(PYTHON) -m tests.chromium >/dev/null 2>&1 && exit 0; \
	echo "No Chromium found: installing one"; \
	$(PYTHON) -m playwright install --with-deps chromium && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell && exit 0; \
	fi; \
	echo "No Chromium could be installed. Install Chromium or Chrome, or name one in RNN_EXPLAINER_CHROMIUM." >&2; \
	exit 1

format: $(DEV_TOOLS) ## format the code and apply the safe fixes
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	$(NODE_PATH_PREFIX) node node_modules/@biomejs/biome/bin/biome check --write .

screenshots: $(DEV) $(PAGES) browser ## take the README's pictures anew
	$(PYTHON) -m tests.screenshots

bench: $(DEV_TOOLS) $(PAGES) ## measure the training step and the server (TORCH=1: PyTorch beside it)
	$(PYTHON) -m benchmarks

table: $(DEV) ## train every task with every cell and write the README's table anew
	$(PYTHON) -m benchmarks.tasks --write README.md

wheel: $(RUN) ## build dist/*.whl
	rm -rf dist
	$(PYTHON) -m pip wheel -qq --disable-pip-version-check --no-deps --wheel-dir dist .

lock: ## renew requirements-dev.lock with the newest versions that pyproject.toml allows
	@rm -rf build/lock && mkdir -p build
	@python=$$($(FIND_PYTHON)) && "$$python" -m venv build/lock
	build/lock/bin/python -m pip install -qq --disable-pip-version-check '.[dev,node]'
	@{ echo "# Versions tested together; written by 'make lock', used as pip constraints."; \
	build/lock/bin/python -m pip list --format=freeze --disable-pip-version-check \
		| grep -v -i -E '^(pip|setuptools|rnn-explainer|rnn_explainer)=='; } > requirements-dev.lock
	@rm -rf build/lock

clean: ## remove everything that was installed or generated here
	rm -rf $(VENV) node_modules build dist static/dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find $(CHECKED) -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that is new enough.
FIND_PYTHON = for python in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "$$python"; exit 0; \
	fi; \
	done; echo "Python 3.11 or newer is needed, and was not found on the PATH." >&2; exit 1

$(VENV)/bin/pip:
	@echo "Creating $(VENV)"
	@python=$$($(FIND_PYTHON)) && "$$python" -m venv $(VENV)
	@touch $@

$(RUN): pyproject.toml requirements-dev.lock | $(VENV)/bin/pip
	@echo "Installing RNN Explainer into $(VENV)"
	@$(PIP) --editable .
	@touch $@

$(DEV): pyproject.toml requirements-dev.lock | $(VENV)/bin/pip
	@echo "Installing the development tools into $(VENV)"
	@$(PIP) --editable '.[dev]'
	@touch $(RUN) $@

$(ORACLE): pyproject.toml requirements-dev.lock $(DEV)
	@echo "Installing PyTorch into $(VENV)"
	@$(PIP) --editable '.[torch]'
	@touch $@

$(PAGES): $(NODE) static/build.mjs tsconfig.json $(shell find static/src static/messages -type f ! -name schema.d.ts 2>/dev/null)
	@echo "Building the pages"
	@$(NODE_PATH_PREFIX) node static/build.mjs

$(NODE): package.json package-lock.json | $(VENV)/bin/pip
	@command -v node >/dev/null && command -v npm >/dev/null || { \
		echo "No Node.js found: installing one into $(VENV)"; $(PIP) --editable '.[node]'; }
	@$(NODE_PATH_PREFIX); export PATH; npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@
