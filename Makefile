# Two commands are all there is to set up: `make build` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests go to every processor; `make test ARGS="-n 0 tests/content"` says otherwise.
ARGS ?= -n auto

.PHONY: build test coverage lint bench docs pictures look site release-check clean

build: $(VENV)/.project ## Install the project and build the repository's own digest into output/
	$(BIN)/site-builder build

test: $(VENV)/.test node_modules/.checkers ## Install what tests need, and run them all
	$(BIN)/python -m pytest $(ARGS)

# Twice as long as `make test`: every process that a test starts is watched too.
coverage: export COVERAGE_FILE = $(CURDIR)/.coverage
coverage: $(VENV)/.test node_modules/.checkers ## Tell which branches of the code no test takes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "coverage>=7.10"
	$(BIN)/python -m coverage erase
	-$(BIN)/python -m coverage run -m pytest $(ARGS)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage json --quiet -o .coverage.json
	$(BIN)/python tools/branch_coverage.py .coverage.json

lint: $(VENV)/.test ## Format, and check style and types
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

bench: $(VENV)/.test ## Time a clean build of generated articles
	$(BIN)/python benchmarks/build.py

docs: $(VENV)/.test ## Write the parts of the documents that are made from the code
	$(BIN)/python tools/layout_reference.py
	$(BIN)/python tools/import_drawing.py

pictures: $(VENV)/.test ## Take the pictures of docs/editing.md and examples/daily anew; needs Chromium
	PYTHONPATH=tests $(BIN)/python tools/pictures.py

# Of one kind of page or one way to look: make look FOLDER=../look ONLY="digest/home print"
look: $(VENV)/.test ## Take every kind of page, at every width and in every scheme, into FOLDER
	PYTHONPATH=tests $(BIN)/python tools/look.py $(FOLDER) $(ONLY)

site: $(VENV)/.project ## Build the documents as a site into examples/docs/output/
	$(BIN)/python tools/docs_site.py
	$(BIN)/site-builder build -s examples/docs --strict

# Further interpreters: make release-check PYTHONS="python3.11 python3.13"
release-check: $(VENV)/.created ## Try wheel and sdist in environments of their own, with each extra
	$(BIN)/pip install --quiet --disable-pip-version-check build twine
	$(BIN)/python tools/release_check.py $(PYTHONS)

clean: ## Remove what builds and tests made; `make build` makes it again
	rm -rf $(VENV) node_modules .coverage* .site-builder .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "site_builder needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.project: $(VENV)/.created pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: $(VENV)/.created pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@ $(VENV)/.project

# The checkers written in other languages; where there is no npm the tests that need them are skipped.
node_modules/.checkers: package.json
	@mkdir -p node_modules
	@if command -v npm >/dev/null; then \
	  npm install --no-save --no-package-lock --no-audit --no-fund --loglevel=error && touch $@ \
	  || echo "npm could not fetch the checkers: tests of validity and accessibility will be skipped"; \
	else echo "npm is not here: tests of validity and accessibility will be skipped"; fi
