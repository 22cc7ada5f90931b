# Everything from a bare Python 3.11: `make run` to see it, `make test` to trust it. Nothing is written outside this folder.
# The locks name every package, so nothing is resolved at install: an extra that a dependency asks for is not looked up anew.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
DEMO ?= .demo
BIN := .venv/bin

.PHONY: run test setup check bench bench-crosscheck bench-surveys lock clean

run: setup  ## a demo company at http://127.0.0.1:8000
	@BRIGHTLINE_DEMO=1 BRIGHTLINE_URL=http://127.0.0.1:$(PORT) $(BIN)/brightline demo --data $(DEMO)
	@BRIGHTLINE_DEMO=1 BRIGHTLINE_URL=http://127.0.0.1:$(PORT) $(BIN)/brightline serve --data $(DEMO) --port $(PORT)

setup: .setup/run .setup/assets  ## the virtual environment and the front-end assets

test: setup .setup/test  ## the whole suite; says what it skipped for want of a program
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --maxschedchunk 12 $(TESTS)

check: .setup/test  ## style, types and the arrows between packages
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: setup .setup/test  ## tables of measured figures, each beside a floor of the same run
	@$(BIN)/python -m tests.benchmarks $(ONLY)

bench-surveys: setup .setup/test  ## answers a second with the cross-check running, and through ten kill -9
	@$(BIN)/python -m tests.benchmarks.surveys $(ONLY)

bench-crosscheck: setup .setup/test .setup/bench  ## the batch beside Splink and a floor; FEBRL4; ten explanations
	@$(BIN)/python -m tests.benchmarks.batch $(SIZES)

lock: .setup/test  ## newest versions into the lock files; no index is named in them
	@$(BIN)/python -m tests.lock

clean:  ## forget the demo company and everything built
	@rm -rf .venv .setup $(DEMO) build templates/node_modules templates/static/vendor

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=/path/to/python3.11 make)"; exit 1; }
	@$(PYTHON) -m venv .venv

.setup/run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the product needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p .setup && touch $@

.setup/test: requirements-test.lock | .setup/run
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-test.lock
	@mkdir -p .setup && touch $@

.setup/bench: requirements-bench.lock | .setup/run
	@echo "Installing what the cross-check is measured against …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-bench.lock
	@mkdir -p .setup && touch $@

.setup/assets: templates/package-lock.json requirements-assets.lock $(wildcard templates/static/js/*.js templates/static/js/*/*.js) | .setup/run
	@echo "Building the pages' scripts and styles …"
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-assets.lock
	@$(BIN)/python -m portal.assets
	@mkdir -p .setup && touch $@
