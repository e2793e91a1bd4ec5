# play: everything a player needs, then the game.  test: everything, then every check.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: play test bench clean

play: $(VENV)/.play
	$(BIN)/python main.py

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

$(VENV)/.venv:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.play: $(VENV)/.venv pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt .
	@touch $@

$(VENV)/.test: $(VENV)/.play
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt ".[train,dev]"
	@touch $@

clean:
	rm -rf $(VENV)
