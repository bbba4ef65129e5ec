# Every target does its own set-up on a machine with Python 3.11 to 3.14 and make.
PYTHON ?= python3
BIN := .venv/bin
VENDOR := api/pages/static/vendor
PACKAGES := graph matching importers casework viz api
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

PEERS := .venv-peers

.PHONY: setup demo test faults fuzz check format bench wheel lock clean
.DELETE_ON_ERROR:

setup: .venv/.stamp-dev .venv/.stamp-kernels $(VENDOR)/.stamp

# Loads an invented dong and serves it on http://127.0.0.1:8350.
demo: .venv/.stamp-run .venv/.stamp-kernels $(VENDOR)/.stamp
	$(BIN)/pumasi demo

test: setup
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

# Kills, full disks, wrong clocks and servers that go away, for some minutes; PUMASI_FAULTS_SEED repeats a run.
faults: setup
	$(BIN)/python -m pytest -m faults

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.check_docs

format: .venv/.stamp-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A short run; the long one is `make fuzz FILES=10000 ROWS=1000000 SECONDS=7200`.
FILES ?= 2000
ROWS ?= 100000
SECONDS ?= 90
fuzz: setup
	$(BIN)/python -m tests.fuzz --files $(FILES) --rows $(ROWS) --seconds $(SECONDS)

bench: setup $(PEERS)/.stamp
	$(BIN)/python -m tests.bench

wheel: .venv/.stamp-dev $(VENDOR)/.stamp
	$(BIN)/python -m hatchling build -t wheel

.venv/.stamp-venv:
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14) and "Python 3.11 to 3.14 is needed: make PYTHON=python3.13")'
	$(PYTHON) -m venv .venv
	touch $@

.venv/.stamp-run: .venv/.stamp-venv requirements/run.txt requirements/build.txt pyproject.toml
	$(PIP_INSTALL) --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

.venv/.stamp-dev: .venv/.stamp-run requirements/dev.txt
	$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

# Kernels are compiled once, at set-up and after a change, so that nobody waits for it later.
.venv/.stamp-kernels: .venv/.stamp-run $(wildcard matching/kernels/*.py)
	$(BIN)/python -m matching.kernels
	touch $@

$(PEERS)/.stamp: requirements/peers.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	touch $@

$(VENDOR)/.stamp: package-lock.json tools/assets.py .npmrc requirements/node.txt | .venv/.stamp-venv
	$(BIN)/python tools/assets.py
	touch $@

# Names, versions and hashes of what pyproject.toml and package.json ask for; uv and npm only make the lists.
UV_COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

lock: .venv-lock/bin/uv
	$(UV_COMPILE) pyproject.toml --extra fast --group dev -o requirements/dev.txt
	$(UV_COMPILE) pyproject.toml --extra fast -c requirements/dev.txt -o requirements/run.txt
	$(UV_COMPILE) --group build -c requirements/dev.txt -o requirements/build.txt
	$(UV_COMPILE) --group node -o requirements/node.txt
	$(UV_COMPILE) --group peers -o requirements/peers.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts

.venv-lock/bin/uv:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf .venv .venv-lock $(PEERS) node_modules $(VENDOR) build dist test-results
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(PACKAGES) tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
