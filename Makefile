# Two commands for a newcomer: `make demo` and `make test`. Both set up what they need.
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help setup demo test check mutate simulate bench freeze deb screens lock clean
help:            ## this list
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  *##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

$(READY): requirements.lock requirements-dev.lock pyproject.toml tools/setup.sh
	bash tools/setup.sh $(VENV)

setup: $(READY)  ## the virtual environment, with pinned and hashed packages
	@$(PY) tools/catalogue.py compile

demo: setup      ## a cabin's whole day; what it printed and proved is left in demo-output/
	$(PY) tools/demo.py

test: setup      ## every test, on each processor and one more: where one waits for a disk or a window, another works
	$(PY) -m pytest -n $$(( $$(nproc) < 7 ? $$(nproc) + 1 : 8 )) --dist worksteal

check: setup     ## lint, format, types, import contracts, documents, catalogues
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) tools/catalogue.py check
	$(PY) tools/check_documents.py

mutate: setup    ## mistakes made in the ledger on purpose, each noticed by a test, into docs/MUTATION.md
	$(PY) tools/mutate.py

simulate: setup  ## N days of seeded trouble between stations and their centre (docs/SIMULATION.md); SEED=123 N=7 repeats
	$(PY) -m simulation $(or $(N),50000) --seed $(or $(SEED),1)

bench: setup     ## ratios against named alternatives, into benchmarks/RESULTS.md
	$(PY) -m benchmarks

freeze: setup    ## the station's program as a folder that needs no Python, tried in a clean environment
	$(PY) installers/build.py freeze
	$(PY) installers/build.py smoke

deb: freeze      ## its Debian package, in dist/
	$(PY) installers/build.py deb

screens: setup   ## the desk in pictures, into docs/screens/desk (tools/screens.py --all: every screen, size, language)
	$(PY) tools/screens.py

lock: setup      ## resolve requirements*.in again
	$(VENV)/bin/pip install -q uv
	$(VENV)/bin/uv pip compile -q --generate-hashes --python-version 3.11 requirements.in -o requirements.lock
	$(VENV)/bin/uv pip compile -q --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.lock

clean:           ## everything that can be made again
	rm -rf $(VENV) demo-output build dist .mypy_cache .ruff_cache .pytest_cache *.egg-info
