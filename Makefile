# Everything a newcomer needs. A fresh Debian or Ubuntu with Python 3.11+ and make is enough.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SCALE ?= city
N ?= 50

.PHONY: run test demo demo-remove bench check kills clean
.DEFAULT_GOAL := run

run: $(VENV)/.base
	@exec $(PY) -m ipservice.local

test: $(VENV)/.test
	@bash deploy/test.sh

check: $(VENV)/.test
	@bash deploy/test.sh --checks-only

demo: $(VENV)/.base
	@$(PY) -m ipservice.local.command demo_load --scale $(SCALE)

demo-remove: $(VENV)/.base
	@$(PY) -m ipservice.local.command demo_remove

kills: $(VENV)/.test
	@KILLS=$(N) $(PY) -m pytest tests/faults/test_kills.py --create-db -q -s $(if $(NAME),-k $(NAME))

bench: $(VENV)/.test
	@$(PY) -m benchmarks $(NAME)

clean:
	rm -rf $(VENV) .local/static .local/test-static test-results .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh deploy/environment.sh create

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	@VENV="$(VENV)" sh deploy/environment.sh install base

$(VENV)/.test: requirements/test.txt | $(VENV)/bin/python
	@VENV="$(VENV)" sh deploy/environment.sh install test
