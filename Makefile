# Hamrah's commands. Each one prepares what it needs; `make help` lists them.
PYTHON ?= python3
STORY ?= thread
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run demo test check bench test-containers clean environment

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: environment ## start the whole platform on this machine, until Ctrl-C
	@$(BIN)/hamrah up

demo: environment ## play a story against the running platform (STORY=thread)
	@$(BIN)/hamrah demo $(STORY)

test: environment ## run every test on engines of its own, beside a running platform
	@$(BIN)/pytest --ignore=tests/containers -n 2 --dist loadfile --no-loadscope-reorder

check: environment ## ruff, mypy, the rules of import, contracts, templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m hamrah.contracts check
	$(BIN)/python -m notify.entrypoints.check_templates check

bench: environment ## measure against bare baselines and write benchmarks/REPORT.md
	@$(BIN)/python -m benchmarks

test-containers: environment ## play the story against docker compose
	@$(BIN)/pytest tests/containers

clean: ## remove .local/: data, secrets and logs of this checkout
	rm -rf .local
	@echo "Removed .local; the environment in .venv and what was fetched once stay."

environment:
	@$(PYTHON) deploy/bootstrap.py
