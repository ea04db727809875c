# `make run` needs Python 3.11+, pip, make and git; `make test` gets the rest by itself.
# PYTHON= chooses the interpreter, PORT= the address.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run backup restore test test-quick test-dates test-busy check fix demo-reset bench fault-test fuzz screenshots lock
BIN := .venv/bin
# the portal is many processes: each would compile it again
unexport PYTHONDONTWRITEBYTECODE

help: ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

setup: ## virtual environment and locked packages in .venv
	@deploy/install.sh requirements.txt

setup-dev:
	@deploy/install.sh requirements-dev.txt

run: ## the portal at http://127.0.0.1:8000/ with demonstration data
	@exec deploy/run.sh

backup: ## database and photos in one file of BACKUP_DIR, while the portal runs
	@exec deploy/run.sh backup

restore: ## FILE=… put a backup back into an empty database and an empty folder of photos
	@exec deploy/run.sh restore "$(or $(FILE),$(error Which one? make restore FILE=var/backups/portal-….backup))"

test: setup-dev ## the whole suite, on SQLite and on PostgreSQL with Redis
	@exec tests/run.sh

test-quick: setup-dev ## what needs Python alone
	@$(BIN)/pytest -q -n 2 -m "not browser and not server"

test-dates: setup-dev ## the same at each moment of tests/moments.py
	@$(BIN)/python -m tests.moments

test-busy: setup-dev ## what talks to browsers and servers, five times on a busy machine
	@$(BIN)/python -m tests.busy

check: setup-dev ## lint, format, layers, migrations, translations, deployment settings
	@exec tests/check.sh

fix: setup-dev ## format, and mend what the linter can
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

demo-reset: setup ## throw the demonstration away and make it again
	@DJANGO_SETTINGS_MODULE=cremona_safety.settings.dev $(BIN)/python manage.py reset_demo

bench: setup-dev ## speed, as ratios within one run, and memory, beside what they must reach
	@$(BIN)/python -m bench

fault-test: setup-dev ## break every part while people use the portal: nothing may be lost. FAULTS=5 is quick
	@$(BIN)/python -m faults

fuzz: setup-dev ## what nobody at a form types, to every address as every role, on both databases. N=1000 is quick, SEED= another
	@$(BIN)/python -m fuzz

screenshots: setup-dev ## pictures of the pages, at 360 and 1280 px
	@$(BIN)/python -m bench.screenshots

lock: setup-dev ## write the locks again after a change of pyproject.toml: names, versions, hashes
	@$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal pyproject.toml --group dev -o requirements-dev.txt
