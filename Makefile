# Every target sets itself up first: the environment in .venv is made once, with what that target needs,
# and renewed only when pyproject.toml or constraints.txt changes. Without make: see README.md.
CITY ?= demo
PORT ?= 5006
PYTEST = .venv/bin/python -m pytest

# With `discovery`, so that every button of the pages works.
SERVE = discovery
TEST = discovery test

.PHONY: help setup setup-test serve test bench lint chromium libreoffice

help:
	@echo "make serve   open the app on http://localhost:$(PORT)  (CITY=file.gpkg and PORT=5007 choose others)"
	@echo "make test    lint, type check and every test, notebooks and browser included"
	@echo "make lint    ruff (format and rules) and mypy"
	@echo "make bench   speed and scale, against the targets"
	@echo "make setup   only make the environment in .venv, as make serve needs it"

setup:
	@sh scripts/setup.sh $(SERVE)

setup-test:
	@sh scripts/setup.sh $(TEST)

serve: setup
	@exec .venv/bin/kans serve --city "$(CITY)" --port "$(PORT)"

lint: setup-test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

chromium: setup-test
	@.venv/bin/python scripts/chromium.py

libreoffice: setup-test
	@.venv/bin/python scripts/libreoffice.py

# Browser tests stand by themselves: each of the two has a browser and an app of its own to wait for.
test: lint chromium libreoffice
	$(PYTEST) -n 2 --dist worksteal --ignore tests/browser --nbmake tests kans_model notebooks
	$(PYTEST) -n 2 tests/browser

# The peers the model is held against come with the extra `bench`.
bench: chromium
	@sh scripts/setup.sh $(TEST) bench
	.venv/bin/python benchmarks/run.py
