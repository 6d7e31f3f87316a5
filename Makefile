# Everything starts here. `make` alone lists what there is.

PYTHON ?= $(shell for p in python3.11 python3; do $$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
BIN := .venv/bin
export PYTHONPATH := $(CURDIR):$(CURDIR)/site
# Demo data, demo accounts and the SMS code on the page; a real server leaves DEMO unset.
run: export DEMO ?= true

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench readings e2e screenshots setup setup-run python

help: ## list the commands
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: setup-run ## set everything up, load demo data once, serve on PORT (default 8000)
	@$(BIN)/python manage.py serve --port $(PORT)

test: setup ## the whole suite: on SQLite, on PostgreSQL with Redis, and in a browser
	@$(BIN)/python bin/run_tests.py postgres sqlite browser

e2e: setup ## the browser journeys alone
	@$(BIN)/python bin/run_tests.py browser

bench: setup ## measure speed on PostgreSQL with Redis
	@$(BIN)/python bench/measure.py

readings: setup ## measure reading statistics at 1 and 10 million logs (half an hour, 10 GB)
	@$(BIN)/python bench/reading.py

check: setup ## style, types, layers, templates, migrations
	@$(BIN)/python bin/run_checks.py

fix: setup ## put right what tools can put right
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	-$(BIN)/djlint --quiet --reformat site campaigns carbon_points content media

screenshots: setup ## take the pictures of docs/screenshots anew
	@$(BIN)/python bin/take_screenshots.py

setup: python
	@$(PYTHON) bin/setup.py test

setup-run: python
	@$(PYTHON) bin/setup.py run

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found. Install it, or say where it is: make PYTHON=/path/to/python3.11 …"; exit 1; }
